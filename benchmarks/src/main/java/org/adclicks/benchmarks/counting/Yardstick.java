package org.adclicks.benchmarks.counting;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.benchmarks.harness.BenchmarkOptions;
import org.adclicks.localstack.server.KafkaProcess;

/**
 * What native Flink SQL takes on this machine for one count, {@code group_by} as in {@code bench
 * pipeline --settings base}: machines of one kind differ twofold, so whole systems are told as a
 * multiple of it.
 *
 * @param linesPerSecond from a topic that is full, each run from a cold JVM
 * @param cpuSecondsPerMillion of its JVM, per million lines
 */
public record Yardstick(double linesPerSecond, double cpuSecondsPerMillion) {

  private static final long CLICKS = 4_000_000;
  private static final long CHECKPOINT_MILLIS = 10_000;

  private static double linesPerSecond(JobRun run) {
    return Workload.ZIPF.lines(CLICKS) / run.seconds();
  }

  private static double cpuSecondsPerMillion(JobRun run) {
    return run.cpuSeconds() * 1e6 / Workload.ZIPF.lines(CLICKS);
  }

  /**
   * The median of so many runs, which must give one answer.
   *
   * @throws BenchmarkFailure if they do not, or one of them fails
   */
  public static Yardstick measure(Path folder, int runs) {
    List<JobRun> found = new ArrayList<>();
    try (KafkaProcess kafka = KafkaProcess.start(folder)) {
      FilledTopic.fill(Workload.ZIPF, CLICKS, kafka);
      for (int run = 1; run <= runs; run++) {
        JobRun result =
            MeasuredJvm.ofThisVersion(folder)
                .run(FlinkSqlCountJob.class, arguments(kafka, folder), Setting.BASE.cores());
        BenchmarkOptions.say(
            String.format(
                "yardstick, run %d of %d: %,.0f lines/s, %.1f CPU s per million",
                run, runs, linesPerSecond(result), cpuSecondsPerMillion(result)));
        found.add(result);
        if (!result.hasSameAnswerAs(found.get(0))) {
          throw new BenchmarkFailure("two runs of the yardstick differ: " + found);
        }
      }
    }
    return new Yardstick(
        median(found.stream().mapToDouble(Yardstick::linesPerSecond).sorted().toArray()),
        median(found.stream().mapToDouble(Yardstick::cpuSecondsPerMillion).sorted().toArray()));
  }

  private static double median(double[] sorted) {
    return sorted[sorted.length / 2];
  }

  private static List<String> arguments(KafkaProcess kafka, Path folder) {
    return List.of(
        "--bootstrap=" + kafka.bootstrapServers(),
        "--topic=" + Workload.ZIPF.topic(),
        "--lines=" + Workload.ZIPF.lines(CLICKS),
        "--parallelism=" + Setting.BASE.parallelism(),
        "--backend=" + Setting.BASE.backend(),
        "--checkpoints=" + folder.resolve("checkpoints"),
        "--checkpoint-millis=" + CHECKPOINT_MILLIS,
        "--deduplication=" + FlinkSqlCountJob.Deduplication.GROUP_BY);
  }
}
