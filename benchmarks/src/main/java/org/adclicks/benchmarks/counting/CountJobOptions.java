package org.adclicks.benchmarks.counting;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What both of the measured jobs are started with, so that they differ in nothing else. */
final class CountJobOptions {

  @Option(names = "--bootstrap", required = true)
  private String bootstrapServers = "";

  @Option(names = "--topic", required = true)
  private String topic = "";

  @Option(names = "--lines", required = true)
  private long lines;

  @Option(names = "--parallelism", required = true)
  private int parallelism;

  @Option(names = "--backend", required = true)
  private StateBackend backend = StateBackend.HEAP;

  @Option(names = "--checkpoints", required = true)
  private Path checkpoints = Path.of("");

  @Option(names = "--checkpoint-millis", required = true)
  private long checkpointMillis;

  @Option(names = "--ranked")
  private boolean ranked;

  String bootstrapServers() {
    return bootstrapServers;
  }

  String topic() {
    return topic;
  }

  /** How many lines the topic holds. */
  long lines() {
    return lines;
  }

  int parallelism() {
    return parallelism;
  }

  StateBackend backend() {
    return backend;
  }

  Path checkpoints() {
    return checkpoints;
  }

  long checkpointMillis() {
    return checkpointMillis;
  }

  /** Whether ads are ranked, too; ours only. */
  boolean isRanked() {
    return ranked;
  }
}
