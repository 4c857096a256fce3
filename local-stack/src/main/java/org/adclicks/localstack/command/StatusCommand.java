package org.adclicks.localstack.command;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.demo.QueryClient;
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
      "Exits 1 if no stack is running or a part of it has died."
    })
public final class StatusCommand implements Callable<Integer> {

  @Mixin private StateDirOption stateDir;

  @Override
  public Integer call() {
    StackState state = new StackState(stateDir.resolved());
    Optional<Endpoints> endpoints = Endpoints.read(state.folder());
    if (!state.isRunning() || endpoints.isEmpty()) {
      System.out.println("no stack is running (state in " + state.folder() + ")");
      return 1;
    }
    boolean complete = showProcesses(state);
    showEndpoints(endpoints.get());
    return showMinutes(endpoints.get()) && complete ? 0 : 1;
  }

  private static boolean showProcesses(StackState state) {
    boolean complete = true;
    for (var process : state.processes().entrySet()) {
      boolean alive =
          ProcessHandle.of(process.getValue()).filter(ProcessHandle::isAlive).isPresent();
      complete &= alive;
      System.out.printf(
          "%-14s %s%n",
          process.getKey(),
          alive
              ? "runs, pid " + process.getValue()
              : "has died, see " + state.log().resolveSibling(process.getKey() + ".log"));
    }
    return complete;
  }

  private static void showEndpoints(Endpoints endpoints) {
    System.out.println();
    System.out.println("page, REST, gRPC " + endpoints.url());
    System.out.println("kafka            " + endpoints.kafkaBootstrap());
    System.out.println("cassandra        " + endpoints.cassandraContact());
    System.out.println("archive          " + endpoints.archiveDir());
    System.out.println();
  }

  private static boolean showMinutes(Endpoints endpoints) {
    try (QueryClient client = QueryClient.of(endpoints)) {
      ListMinutesResponse answer =
          client.grpc().listMinutes(ListMinutesRequest.getDefaultInstance());
      if (!answer.hasAsOf()) {
        System.out.println("nothing has been counted yet");
        return true;
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
      return true;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == io.grpc.Status.Code.FAILED_PRECONDITION) {
        System.out.println("nothing has been counted yet");
        return true;
      }
      System.out.println("the query service does not answer: " + e.getStatus().getDescription());
      return false;
    }
  }

  private static String behind(Timestamp asOf) {
    Duration lag = Duration.between(Instant.ofEpochMilli(Timestamps.toMillis(asOf)), Instant.now());
    return lag.toDays() > 1 ? lag.toDays() + " days behind now" : lag.toSeconds() + " s behind now";
  }
}
