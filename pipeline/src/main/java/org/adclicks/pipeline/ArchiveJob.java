package org.adclicks.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.adclicks.pipeline.command.CommandFailure;
import org.adclicks.pipeline.command.StackEndpoints;
import org.adclicks.pipeline.command.TimeConverter;
import org.adclicks.pipeline.engine.CheckpointFolder;
import org.adclicks.pipeline.engine.StreamArguments;
import org.adclicks.pipeline.options.InvalidOptionsException;
import org.adclicks.pipeline.options.StreamConfig;
import org.adclicks.pipeline.options.StreamConfigParser;
import org.adclicks.pipeline.options.StreamOptions;
import org.adclicks.pipeline.restate.HourRange;
import org.adclicks.pipeline.restate.Recompute;
import org.adclicks.pipeline.restate.Reconcile;
import org.adclicks.pipeline.restate.RestatementRefused;
import org.adclicks.pipeline.store.StoreDoor;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What commands that read the archive have in common: which hours, where, on which engine. */
final class ArchiveJob {

  private static final Logger LOG = LoggerFactory.getLogger(ArchiveJob.class);

  private static final String RUNNER = "runner";
  private static final String FLINK = "FlinkRunner";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      required = true,
      converter = TimeConverter.class,
      description = "The first minute, as 2026-11-26T05:00:00Z; its whole hour is taken.")
  private Instant from = Instant.EPOCH;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      required = true,
      converter = TimeConverter.class,
      description = "The end of the last minute; its whole hour is taken.")
  private Instant to = Instant.EPOCH;

  @Option(
      names = "--arrived-before",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "Leave out the archive's hours of arrival from then on; that of this time is read whole."
              + " Default: now.")
  private @Nullable Instant arrivedBefore;

  @Option(
      names = "--ended-stream",
      description =
          "Take minutes that are not FINAL, too: the stream that counted them is gone for good, and"
              + " nobody goes on from its checkpoints. Those of the newest stream are taken only if"
              + " it does not go on meanwhile.")
  private boolean hasStreamEnded;

  @Option(
      names = "--hours-at-once",
      paramLabel = "N",
      defaultValue = "4",
      description =
          "So many hours in one run of the pipeline, which holds them in memory. Default:"
              + " ${DEFAULT-VALUE}.")
  private int hoursAtOnce = 4;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      defaultValue = "${env:ADCLICKS_HOME:-.adclicks}",
      description =
          "Folder of the local stack's state: its archive and store are taken where no others are"
              + " named. Default: ${DEFAULT-VALUE}.")
  private Path stateDir = Path.of(".adclicks");

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      description =
          "Folder that all workers and this machine see, for what a comparison finds. Default: a"
              + " temporary one, where the engine runs in this process.")
  private @Nullable Path workDir;

  @Parameters(
      paramLabel = "--name=value",
      description =
          "Options of pipeline stream: --archiveDir, --cassandraHosts, --runner (default"
              + " FlinkRunner), --optionsFile, the engine's own.")
  private List<String> arguments = List.of();

  /** Checked and ready to be run; to be closed when it has. */
  record Ready(
      StreamConfig config,
      Supplier<Pipeline> pipelines,
      boolean runsHere,
      CheckpointFolder engineFiles)
      implements AutoCloseable {

    @Override
    public void close() throws IOException {
      engineFiles.close();
    }
  }

  /** The hours asked for. */
  HourRange hours() throws CommandFailure {
    try {
      return HourRange.covering(from, to);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--from and --to: " + e.getMessage());
    }
  }

  Instant arrivedBefore() {
    return arrivedBefore == null ? Instant.now() : arrivedBefore;
  }

  int hoursAtOnce() throws CommandFailure {
    if (hoursAtOnce < 1) {
      throw CommandFailure.usage("--hours-at-once must be at least 1, not " + hoursAtOnce);
    }
    return hoursAtOnce;
  }

  /** Holds the hours against the archive. */
  Reconcile.Found compare(Ready ready, boolean allowLess, Consumer<String> progress)
      throws CommandFailure, RestatementRefused, IOException {
    if (workDir == null && !ready.runsHere()) {
      throw CommandFailure.usage(
          "the workers are on other machines: give a --work-dir that they and this one both see");
    }
    try (DriftFolder folder = DriftFolder.create(workDir)) {
      closeWhenBrokenOff(folder);
      return new Reconcile(ready.config(), ready.pipelines(), hasStreamEnded, progress)
          .run(hours(), arrivedBefore(), hoursAtOnce(), allowLess, folder.path());
    }
  }

  /** Counts these hours anew. */
  Recompute.Outcome recompute(
      Ready ready, HourRange some, boolean allowLess, boolean resume, Consumer<String> progress)
      throws CommandFailure, RestatementRefused {
    return new Recompute(ready.config(), ready.pipelines(), hasStreamEnded, progress)
        .run(
            some,
            new Recompute.Manner(
                arrivedBefore(), arrivedBefore == null, hoursAtOnce(), allowLess, resume));
  }

  Ready prepare() throws CommandFailure, IOException {
    try {
      Map<String, String> complete = complete();
      StreamConfig config = StreamConfigParser.parseForArchive(options(complete));
      if (config.archive() == null || config.store() == null) {
        throw CommandFailure.usage("--sinks must have archive, and something that is stored");
      }
      Optional<String> refusal = StoreDoor.refusal(config.store());
      if (refusal.isPresent()) {
        throw CommandFailure.work(refusal.get());
      }
      boolean runsHere = runsHere(complete);
      // Last: what is refused leaves no folder behind.
      CheckpointFolder engineFiles =
          runsHere ? CheckpointFolder.prepare(complete) : CheckpointFolder.none();
      closeWhenBrokenOff(engineFiles);
      return new Ready(config, () -> Pipeline.create(options(complete)), runsHere, engineFiles);
    } catch (InvalidOptionsException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(CommandFailure.reason(e));
    }
  }

  /** Ctrl-C leaves no folder behind either; what is gone already may be closed again. */
  private static void closeWhenBrokenOff(AutoCloseable files) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    files.close();
                  } catch (Exception e) {
                    LOG.warn("Temporary files could not be deleted", e);
                  }
                },
                "delete-temporary-files"));
  }

  private static StreamOptions options(Map<String, String> complete) {
    return PipelineOptionsFactory.fromArgs(StreamArguments.toArguments(complete))
        .as(StreamOptions.class);
  }

  private static boolean runsHere(Map<String, String> options) {
    String runner = options.getOrDefault(RUNNER, "");
    return runner.equals("DirectRunner")
        || (runner.equals(FLINK) && options.getOrDefault("flinkMaster", "").startsWith("[local"));
  }

  private Map<String, String> complete() throws CommandFailure, InvalidOptionsException {
    Map<String, String> complete = new LinkedHashMap<>(StreamArguments.complete(arguments, FLINK));
    StackEndpoints stack = StackEndpoints.under(stateDir);
    if (!complete.containsKey("cassandraHosts")) {
      stack.store().ifPresent(store -> complete.put("cassandraHosts", store));
      stack
          .storeConfig()
          .ifPresent(file -> complete.putIfAbsent("cassandraConfig", file.toString()));
    }
    if (!complete.containsKey("archiveDir")) {
      stack.archive().ifPresent(archive -> complete.put("archiveDir", archive.toString()));
    }
    // A bounded run has neither checkpoints nor a watermark to hurry.
    complete.put("jobName", "adclicks-archive");
    complete.remove(CheckpointFolder.OPTION);
    complete.remove("savepointPath");
    complete.remove("metricsPort");
    if (FLINK.equals(complete.get(RUNNER))) {
      complete.put("streaming", "false");
      complete.put("attachedMode", "true");
    }
    return complete;
  }
}
