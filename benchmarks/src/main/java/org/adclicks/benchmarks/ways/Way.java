package org.adclicks.benchmarks.ways;

import java.util.Locale;
import org.adclicks.localstack.Runner;

/** An engine, and how what it has counted gets to the store. */
enum Way {
  DIRECT(Runner.DIRECT, false),
  FLINK(Runner.FLINK, false),
  FLINK_QUEUE(Runner.FLINK, true),
  CLUSTER(Runner.FLINK_CLUSTER, false),
  CLUSTER_QUEUE(Runner.FLINK_CLUSTER, true);

  private final Runner runner;
  private final boolean isQueued;

  Way(Runner runner, boolean isQueued) {
    this.runner = runner;
    this.isQueued = isQueued;
  }

  Runner runner() {
    return runner;
  }

  /** Whether through the queue, by a second job. */
  boolean isQueued() {
    return isQueued;
  }

  /** As an option has it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
