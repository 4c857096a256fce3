package org.adclicks.benchmarks.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.adclicks.benchmarks.BenchmarkFailure;
import org.adclicks.benchmarks.BenchmarkOptions;
import org.adclicks.benchmarks.WorkFolder;
import org.adclicks.benchmarks.report.Report;
import org.adclicks.benchmarks.report.Table;
import org.adclicks.localstack.demo.QueryClient;
import org.adclicks.localstack.demo.Tally;
import org.adclicks.localstack.demo.Verification;
import org.adclicks.localstack.oracle.Oracle;
import org.adclicks.pipeline.load.TimeSpanConverter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether every answer stays right while parts die, move and are added to. */
@Command(
    name = "faults",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The whole system under load while two partitions are added (one gets only junk), each part",
      "is killed -9 twice, and Kafka moves to another port. All the while answers are asked for;",
      "at the end each, and every cell and list, is held against what the queue really held.",
      "Exits 1 if an answer that said CLOSED was wrong or went back, or a fault was not got over."
    })
public final class FaultsBenchmark implements Callable<Integer> {

  private static final long LOOK_MILLIS = 500;
  private static final int SHOWN = 20;

  /** After the last click its minute still needs the delay, and a late one its correction. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @Spec private CommandSpec spec;
  @Mixin private BenchmarkOptions options;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "1000",
      description = "Lines per second. Default: ${DEFAULT-VALUE}.")
  private long rate;

  @Option(
      names = "--length",
      defaultValue = "30m",
      converter = TimeSpanConverter.class,
      description = "Of all of it; the faults are spread over it. Default: ${DEFAULT-VALUE}.")
  private Duration length = Duration.ZERO;

  @Option(
      names = "--faults",
      split = ",",
      paramLabel = "FAULT",
      defaultValue = "partitions,query,pipeline,cassandra,kafka,move",
      description = "In this order: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private List<Fault> faults = List.of();

  @Option(
      names = "--rounds",
      defaultValue = "2",
      description = "How often each part is killed. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--recover",
      defaultValue = "90s",
      converter = TimeSpanConverter.class,
      description =
          "How soon after a fault the newest CLOSED minute must be at most 90 s old again."
              + " Default: ${DEFAULT-VALUE}.")
  private Duration recover = Duration.ZERO;

  @Option(
      names = "--runner",
      defaultValue = "flink",
      description = "direct or flink. Default: ${DEFAULT-VALUE}.")
  private String runner = "flink";

  @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  private static final Duration FRESH = Duration.ofSeconds(90);

  @Override
  public Integer call() {
    Report report = options.begin(spec);
    try (WorkFolder folder = WorkFolder.create();
        BackgroundStack stack = new BackgroundStack(folder.path(), runner)) {
      stack.up();
      boolean right = new Run(stack, report).run();
      options.finish(report);
      return right ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
  }

  private static void say(String line) {
    BenchmarkOptions.say(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
  }

  /** One run on a stack that is up. */
  private final class Run {

    private final BackgroundStack stack;
    private final Report report;
    private final Table table;
    private final AnswerWatch watch;
    private Traffic traffic;
    private @Nullable AddedPartitions added;
    private boolean allRecovered = true;

    Run(BackgroundStack stack, Report report) {
      this.stack = stack;
      this.report = report;
      this.table = report.table("Faults.", "fault", "seconds until fresh again", "oldest, s");
      this.traffic = Traffic.start(stack, rate, seed);
      this.watch = new AnswerWatch(stack.endpoints());
    }

    boolean run() {
      try {
        awaitFresh();
        List<Fault> all = all();
        long stepMillis = length.toMillis() / Math.max(1, all.size());
        for (Fault fault : all) {
          long nextMillis = System.currentTimeMillis() + stepMillis;
          meet(fault);
          while (System.currentTimeMillis() < nextMillis) {
            pause();
          }
        }
      } finally {
        endTraffic();
      }
      return verify();
    }

    private List<Fault> all() {
      List<Fault> all = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        for (Fault fault : faults) {
          if (round == 0 || !fault.happensOnce()) {
            all.add(fault);
          }
        }
      }
      return all;
    }

    private void happen(Fault fault) {
      switch (fault) {
        case partitions -> added = AddedPartitions.add(stack.endpoints());
        case move -> moveKafka();
        default -> stack.kill(fault.process());
      }
    }

    private void meet(Fault fault) {
      String name = fault.toString();
      say(name);
      long begunMillis = System.currentTimeMillis();
      happen(fault);
      long seconds = -1;
      long oldest = 0;
      // A fault shows when the next minute should have closed, not at once.
      long watchedMillis = begunMillis + Math.max(recover.toMillis(), FRESH.toMillis());
      while (System.currentTimeMillis() < watchedMillis || seconds < 0) {
        pause();
        oldest = Math.max(oldest, watch.behind().toSeconds());
        boolean fresh = watch.behind().compareTo(FRESH) <= 0;
        if (!fresh) {
          seconds = -1;
        } else if (seconds < 0) {
          seconds = (System.currentTimeMillis() - begunMillis) / 1000;
        }
        if (System.currentTimeMillis() - begunMillis > PATIENCE.toMillis()) {
          allRecovered = false;
          throw new BenchmarkFailure(
              name + ": not got over within " + PATIENCE.toMinutes() + " min");
        }
      }
      allRecovered &= seconds <= recover.toSeconds();
      table.row(name, String.valueOf(seconds), String.valueOf(oldest));
      say(name + ": fresh again after " + seconds + " s, oldest " + oldest + " s");
    }

    private void moveKafka() {
      endTraffic();
      int port = stack.endpoints().kafkaPort();
      stack.down();
      try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        stack.up();
        say("kafka moved from " + taken.getLocalPort() + " to " + stack.endpoints().kafkaPort());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      watch.movedTo(stack.endpoints());
      AddedPartitions before = added;
      added = before == null ? null : before.movedTo(stack.endpoints());
      traffic = Traffic.start(stack, rate, ++seed);
    }

    private void endTraffic() {
      traffic.close();
      AddedPartitions sender = added;
      if (sender != null) {
        sender.close();
      }
    }

    private void awaitFresh() {
      long begunMillis = System.currentTimeMillis();
      while (watch.behind().compareTo(FRESH) > 0) {
        pause();
        if (System.currentTimeMillis() - begunMillis > PATIENCE.toMillis()) {
          throw new BenchmarkFailure(
              "no minute closed within " + PATIENCE.toMinutes() + " minutes");
        }
      }
    }

    private void pause() {
      traffic.keepGoing();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
    }

    private boolean verify() {
      Path lines = stack.folder().resolveSibling("lines.json");
      say("reading the queue back");
      MinuteBounds bounds = QueueContent.readTo(lines, stack.endpoints());
      try (Oracle oracle = Oracle.load(lines);
          QueryClient client = QueryClient.of(stack.endpoints())) {
        long clicks = oracle.clicks();
        say(clicks + " different clicks; waiting until the last is answered for");
        Settled.await(client, clicks, PATIENCE);
        watch.close();
        Sightings sightings = watch.sightings();
        Tally tally =
            new Verification(oracle, stack.endpoints(), client, FaultsBenchmark::say).run();
        List<String> wrong = sightings.wrong(bounds);
        list("CLOSED and wrong", wrong);
        list("older than an answer before", sightings.wentBack());
        list("differs from the oracle", tally.differences());
        report.figure("clicks", (double) clicks);
        report.figure("answers_asked_meanwhile", (double) sightings.count());
        report.figure("closed_and_wrong", wrong.size());
        report.figure("older_than_one_before", sightings.wentBack().size());
        report.figure("wrong_at_the_end", tally.wrong());
        report.remark(tally.summary() + ".");
        return allRecovered
            && wrong.isEmpty()
            && sightings.wentBack().isEmpty()
            && tally.wrong() == 0;
      }
    }

    private void list(String what, List<String> found) {
      found.stream().limit(SHOWN).forEach(line -> say("WRONG, " + what + ": " + line));
    }
  }
}
