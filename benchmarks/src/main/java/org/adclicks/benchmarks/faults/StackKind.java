package org.adclicks.benchmarks.faults;

import org.adclicks.localstack.Runner;

/**
 * What parts a stack has.
 *
 * @param isQueued whether aggregates go through their queue, by a job of its own
 */
record StackKind(Runner runner, boolean isQueued) {

  boolean isCluster() {
    return runner == Runner.FLINK_CLUSTER;
  }

  /** Whether its job keeps checkpoints that are taken up again. */
  boolean isFlink() {
    return runner != Runner.DIRECT;
  }

  /** As the options that make it. */
  @Override
  public String toString() {
    return "--runner " + runner + (isQueued ? " --queue" : "");
  }
}
