package org.adclicks.benchmarks.counting;

import static org.adclicks.benchmarks.harness.BenchmarkOptions.say;
import static org.adclicks.benchmarks.report.Report.number;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.benchmarks.harness.BenchmarkOptions;
import org.adclicks.benchmarks.harness.Versions;
import org.adclicks.benchmarks.harness.WorkFolder;
import org.adclicks.benchmarks.report.Report;
import org.adclicks.benchmarks.report.Table;
import org.adclicks.localstack.server.KafkaProcess;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Our count job beside the native Flink SQL job, alternating, on the same topic. */
@Command(
    name = "pipeline",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Deduplicates and counts clicks from Kafka per minute, ad and country: our transforms on Beam",
      "and Flink, and native Flink SQL, in turns, each run in a JVM of its own, checkpoints on.",
      "Exits 1 if they do not give the same answer."
    })
public final class PipelineBenchmark implements Callable<Integer> {

  private static final long CHECKPOINT_MILLIS = 10_000;

  @Spec private CommandSpec spec;
  @Mixin private BenchmarkOptions options;

  @Option(
      names = "--clicks",
      defaultValue = "4000000",
      description =
          "Lines of each topic; with RocksDB or ranking three quarters. Default: ${DEFAULT-VALUE}.")
  private long clicks;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "How often each job runs in each setting. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--settings",
      split = ",",
      paramLabel = "NAME",
      description = "Only these: ${COMPLETION-CANDIDATES}. Default: all.")
  private List<Setting> settings = List.of(Setting.values());

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "NAME",
      description =
          "Which native jobs: ${COMPLETION-CANDIDATES}. Default: all, the faster one is the peer;"
              + " none with --before.")
  private @Nullable List<FlinkSqlCountJob.Deduplication> peers;

  @Option(
      names = "--before",
      paramLabel = "DIR",
      description =
          "Checkout of another version, built with its benchmarks: its job runs in turns with ours."
              + " Needs some nine rounds: runs from a cold start differ by half.")
  private @Nullable Path before;

  @Override
  public Integer call() {
    Report report = options.begin(spec);
    Versions.tell(report, "beam", "flink");
    Table table =
        report.table(
            "Clicks per second, median of " + rounds + " rounds (all rounds in brackets).",
            "setting",
            "ours",
            "theirs",
            "ratio",
            "CPU s per million clicks, ours / theirs",
            "peak memory MiB, ours / theirs");
    try (WorkFolder folder = WorkFolder.create()) {
      Optional<MeasuredJvm> earlier =
          Optional.ofNullable(before)
              .map(checkout -> MeasuredJvm.ofCheckout(folder.path(), checkout));
      measureAll(report, table, folder.path(), earlier);
    }
    options.finish(report);
    return CommandLine.ExitCode.OK;
  }

  private void measureAll(Report report, Table table, Path folder, Optional<MeasuredJvm> earlier) {
    try (KafkaProcess kafka = KafkaProcess.start(folder)) {
      fillTopics(kafka);
      Map<Setting, JobRuns> ours = new TreeMap<>();
      for (Setting setting : settings) {
        Measurements found = measure(setting, kafka, folder, earlier);
        ours.put(setting, found.ours());
        found.addTo(table, setting);
        if (found.ratio() > 0) {
          report.figure(
              "ratio_" + setting.name().toLowerCase(java.util.Locale.ROOT), found.ratio());
        }
      }
      scaling(ours, report);
    }
  }

  private void fillTopics(KafkaProcess kafka) {
    Set<Workload> wanted = EnumSet.noneOf(Workload.class);
    settings.forEach(setting -> wanted.add(setting.workload()));
    wanted.forEach(workload -> FilledTopic.fill(workload, clicks, kafka));
  }

  private Measurements measure(
      Setting setting, KafkaProcess kafka, Path folder, Optional<MeasuredJvm> earlier) {
    MeasuredJvm jvm = MeasuredJvm.ofThisVersion(folder);
    List<String> arguments = arguments(setting, kafka, folder);
    Measurements found = new Measurements();
    for (int round = 1; round <= rounds; round++) {
      String step = setting.name() + ", round " + round + " of " + rounds + ": ";
      JobRun ours = jvm.run(BeamCountJob.class, arguments, setting.cores());
      found.addOurs(ours);
      say(step + "ours " + number(ours.clicksPerSecond()) + " clicks/s");
      if (earlier.isPresent()) {
        JobRun theirs = earlier.get().run(BeamCountJob.class, arguments, setting.cores());
        say(step + "before " + number(theirs.clicksPerSecond()) + " clicks/s");
        requireSameAnswer(setting, ours, theirs);
        found.addBefore(theirs);
      }
      if (!setting.isRanked()) {
        for (FlinkSqlCountJob.Deduplication peer : peers()) {
          List<String> ofPeer = new ArrayList<>(arguments);
          ofPeer.add("--deduplication=" + peer);
          JobRun theirs = jvm.run(FlinkSqlCountJob.class, ofPeer, setting.cores());
          say(step + "Flink SQL, " + peer + " " + number(theirs.clicksPerSecond()) + " clicks/s");
          requireSameAnswer(setting, ours, theirs);
          found.addPeer(peer, theirs);
        }
      }
    }
    return found;
  }

  private List<FlinkSqlCountJob.Deduplication> peers() {
    if (peers != null) {
      return peers;
    }
    return before == null ? List.of(FlinkSqlCountJob.Deduplication.values()) : List.of();
  }

  private static void requireSameAnswer(Setting setting, JobRun ours, JobRun theirs) {
    if (!ours.hasSameAnswerAs(theirs)) {
      throw new BenchmarkFailure(
          "different answers in " + setting + ": ours " + ours + ", theirs " + theirs);
    }
  }

  private List<String> arguments(Setting setting, KafkaProcess kafka, Path folder) {
    List<String> arguments = new ArrayList<>();
    if (setting.isRanked()) {
      arguments.add("--ranked");
    }
    arguments.addAll(
        List.of(
            "--bootstrap=" + kafka.bootstrapServers(),
            "--topic=" + setting.workload().topic(),
            "--lines=" + setting.workload().lines(clicks),
            "--parallelism=" + setting.parallelism(),
            "--backend=" + setting.backend(),
            "--checkpoints=" + folder.resolve("checkpoints"),
            "--checkpoint-millis=" + CHECKPOINT_MILLIS));
    return arguments;
  }

  private static void scaling(Map<Setting, JobRuns> ours, Report report) {
    JobRuns one = ours.get(Setting.ONE_CORE);
    JobRuns two = ours.get(Setting.BASE);
    if (one != null && two != null) {
      report.figure(
          "ours_parallelism_2_on_2_cores_over_1_on_1",
          two.medianClicksPerSecond() / one.medianClicksPerSecond());
    }
  }
}
