package org.adclicks.localstack.command;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.PartReport;
import org.adclicks.localstack.demo.QueryClient;
import org.adclicks.localstack.watch.WorkReport;
import org.adclicks.v1.ListMinutesRequest;
import org.adclicks.v1.ListMinutesResponse;
import org.adclicks.v1.Minute;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what runs, where, and how far the answers reach. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Show the stack's processes, ports, and how far its answers reach.",
      "A part that has died is started again; how often, and why, stands beside it.",
      "Below is what job and service have done since they started.",
      "Exits 1 if no stack is running, a part of it is down, or answers get no newer."
    })
public final class StatusCommand implements Callable<Integer> {

  private static final int DEADLINE_SECONDS = 10;
  private static final String NOTHING_YET =
      "nothing has been counted yet; ./adclicks load FILE sends clicks";

  @Mixin private StateDirOption stateDir;

  @Override
  public Integer call() {
    StackState state = new StackState(stateDir.resolved());
    Optional<StackReport> report = state.report();
    if (!state.isRunning()) {
      showNone(state, report);
      return 1;
    }
    Optional<Endpoints> endpoints = Endpoints.read(state.folder());
    if (report.isEmpty() || endpoints.isEmpty()) {
      System.out.println("the stack is still starting; its supervisor's log is " + state.log());
      return 1;
    }
    report.get().parts().forEach(StatusCommand::showPart);
    showEndpoints(endpoints.get());
    WorkReport work = WorkReport.of(endpoints.get());
    List<String> complaints =
        new ArrayList<>(
            Complaints.withLogs(state::log)
                .withStoreBehind(work.isStoreBehind())
                .about(report.get(), Instant.now()));
    showMinutes(endpoints.get()).filter(problem -> complaints.isEmpty()).ifPresent(complaints::add);
    work.lines().forEach(System.out::println);
    complaints.addAll(work.complaints(Instant.now()));
    complaints.forEach(complaint -> System.out.println("NOT WELL: " + complaint));
    return complaints.isEmpty() ? 0 : 1;
  }

  private static void showNone(StackState state, Optional<StackReport> report) {
    if (report.isEmpty()) {
      System.out.println("no stack is running (state in " + state.folder() + ")");
      return;
    }
    int left = report.get().living().size();
    System.out.println(
        "the stack's supervisor (pid %d) has died%s: ./adclicks down, then ./adclicks up"
            .formatted(
                report.get().supervisor().pid(),
                left == 0
                    ? ", and all its parts with it"
                    : ", and " + left + " of its parts are left"));
  }

  private static void showPart(PartReport part) {
    StringBuilder line = new StringBuilder("%-14s ".formatted(part.name()));
    switch (part.condition()) {
      case UP -> line.append("runs, pid ").append(part.pid());
      case WAITING -> line.append("is down, will be started again");
      case STARTING -> line.append("is being started again");
    }
    line.append(", since ").append(seconds(part.since()));
    if (part.restarts() > 0) {
      line.append("; started again ")
          .append(part.restarts())
          .append(part.restarts() == 1 ? " time" : " times");
    }
    part.trouble()
        .ifPresent(
            trouble ->
                line.append("; last trouble ")
                    .append(seconds(trouble.at()))
                    .append(": ")
                    .append(trouble.reason()));
    System.out.println(line);
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  private static void showEndpoints(Endpoints endpoints) {
    System.out.println();
    System.out.println("page, REST, gRPC " + endpoints.url());
    System.out.println("kafka            " + endpoints.kafkaBootstrap());
    System.out.println("cassandra        " + endpoints.cassandraContact());
    System.out.println("archive          " + endpoints.archiveDir());
    endpoints.flinkUrl().ifPresent(url -> System.out.println("flink's page     " + url));
    System.out.println();
  }

  /** Prints how far the answers reach; what is wrong with them, if anything. */
  private static Optional<String> showMinutes(Endpoints endpoints) {
    try (QueryClient client = QueryClient.of(endpoints)) {
      ListMinutesResponse answer =
          client
              .grpc()
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .listMinutes(ListMinutesRequest.getDefaultInstance());
      if (!answer.hasAsOf()) {
        System.out.println(NOTHING_YET);
        return Optional.empty();
      }
      System.out.println(
          "as of " + Timestamps.toString(answer.getAsOf()) + ", " + behind(answer.getAsOf()));
      if (answer.getMinutesCount() > 0) {
        System.out.println(
            "minute                state    clicks      ads  dupl.   late  too late  rejected");
      }
      for (Minute minute : answer.getMinutesList()) {
        System.out.printf(
            "%-21s %-8s %6d %8d %6d %6d %9d %9d%n",
            Timestamps.toString(minute.getMinute()),
            minute.getState(),
            minute.getClicks(),
            minute.getAds(),
            minute.getDuplicates(),
            minute.getLate(),
            minute.getTooLate(),
            minute.getRejected());
      }
      return Optional.empty();
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == io.grpc.Status.Code.FAILED_PRECONDITION) {
        System.out.println(NOTHING_YET);
        return Optional.empty();
      }
      return Optional.of(ProgressWatch.unanswered(e));
    }
  }

  private static String behind(Timestamp asOf) {
    Duration lag = Duration.between(Instant.ofEpochMilli(Timestamps.toMillis(asOf)), Instant.now());
    return lag.toDays() > 1 ? lag.toDays() + " days behind now" : lag.toSeconds() + " s behind now";
  }
}
