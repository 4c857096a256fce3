package org.adclicks.pipeline.engine;

import java.util.Map;

/**
 * The engine options we prefer where the user gave none.
 *
 * <p>Source: docs/decisions/0002 and runner-configs.
 */
final class EngineDefaults {

  private static final Map<String, String> DIRECT =
      Map.of(
          // So that a signal can still cancel the running job.
          "blockOnRun", "false",
          // Copies and checks every element; our tests do that.
          "enforceImmutability", "false",
          "enforceEncodability", "false",
          // It pays for every key by itself, at every step, far more than for a click.
          "dedupShards", "1",
          "adShards", "1");

  private static final Map<String, String> FLINK =
      Map.ofEntries(
          Map.entry("flinkMaster", "[local]"),
          Map.entry("parallelism", "2"),
          // Keys lie evenly over so many groups (docs/decisions/0049); it can never be changed.
          Map.entry("maxParallelism", "128"),
          // Likewise the archive's files: each of them is another subtask's.
          Map.entry("autoBalanceWriteFilesShardingEnabled", "true"),
          // Bounds what is read again after a failure; without it there are no checkpoints at all.
          Map.entry("checkpointingInterval", "30000"),
          Map.entry("checkpointingMode", "EXACTLY_ONCE"),
          Map.entry("checkpointTimeoutMillis", "600000"),
          Map.entry("numConcurrentCheckpoints", "1"),
          Map.entry("failOnCheckpointingErrors", "false"),
          // Elements are immutable; copying them between chained steps is most of the work
          // otherwise.
          Map.entry("objectReuse", "true"),
          // The watermark moves between bundles only: small ones keep minutes closing under load.
          Map.entry("maxBundleSize", "2000"),
          Map.entry("maxBundleTimeMills", "500"),
          // Each step of each subtask is woken by it (docs/decisions/0012).
          Map.entry("autoWatermarkInterval", "500"),
          // Most cells of a minute are written before it ends: fewer have to be when it closes
          // (docs/decisions/0012, 0053).
          Map.entry("earlyFirings", "40s"),
          // Packs of an open bundle leave before the checkpoint instead of becoming part of it.
          Map.entry("finishBundleBeforeCheckpointing", "true"),
          // The runner would copy all of Beam's metrics into Flink's for every record read:
          // measured,
          // a quarter of all work (docs/decisions/0012). Flink's own are not touched.
          Map.entry("disableMetrics", "true"),
          // So that a signal can cancel the running job, and its end is seen within a second.
          Map.entry("attachedMode", "false"),
          Map.entry("jobCheckIntervalInSecs", "1"),
          // Forever, every ten seconds.
          Map.entry("numberOfExecutionRetries", "2147483647"),
          Map.entry("executionRetryDelay", "10000"));

  // What the graph cannot do without there (docs/decisions/0033).
  private static final Map<String, String> DATAFLOW =
      Map.of(
          "streaming", "true", "enableStreamingEngine", "true", "experiments", "disable_runner_v2");

  private EngineDefaults() {}

  /** By option name; none for an engine we have no opinion on. */
  static Map<String, String> of(String runner) {
    return switch (runner) {
      case "DirectRunner" -> DIRECT;
      case "FlinkRunner" -> FLINK;
      case "DataflowRunner" -> DATAFLOW;
      default -> Map.of();
    };
  }
}
