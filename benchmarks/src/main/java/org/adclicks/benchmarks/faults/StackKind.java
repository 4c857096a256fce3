package org.adclicks.benchmarks.faults;

import org.adclicks.localstack.Runner;

/**
 * What parts a stack has.
 *
 * @param isQueued whether aggregates go through their queue, by a job of its own
 * @param nodes of the store and of the queue, each
 */
record StackKind(Runner runner, boolean isQueued, int nodes) {

  /** Whether there is one server of a kind. */
  boolean isAlone() {
    return nodes == 1;
  }

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
    return "--runner "
        + runner
        + (isQueued ? " --queue" : "")
        + (isAlone() ? "" : " --nodes " + nodes);
  }
}
