package org.adclicks.benchmarks.faults;

import java.util.ArrayList;
import java.util.List;
import org.adclicks.localstack.Runner;

/** What can happen to a running stack. */
enum Fault {
  /** Two partitions more in the clicks topic; one of them gets only junk. Happens once. */
  partitions,
  /** The query service ends by kill -9. */
  query,
  /** The streaming job, in one process, ends by kill -9. */
  pipeline,
  /** A cluster's JobManager ends by kill -9. */
  jobmanager,
  /** One of a cluster's TaskManagers ends by kill -9. */
  taskmanager,
  /** The job from the queue of aggregates to the store ends by kill -9. */
  store,
  /** The store ends by kill -9. */
  cassandra,
  /** The queue ends by kill -9. */
  kafka,
  /** One of three nodes of the store is killed, and all it had is gone. */
  node_lost,
  /** One of three brokers is killed, and all it had is gone. */
  broker_lost,
  /** The stack is stopped and started again where Kafka's port is taken. Happens once. */
  move;

  boolean happensOnce() {
    return this == partitions || this == move;
  }

  /** Whether what the process kept is taken away with it. */
  boolean losesAll() {
    return this == node_lost || this == broker_lost;
  }

  /**
   * The name of the process that is killed.
   *
   * @param nodes of the store and of the queue, each
   */
  String process(int nodes) {
    return switch (this) {
      case node_lost -> "cassandra-2";
      case broker_lost -> "kafka-2";
      case cassandra, kafka -> nodes == 1 ? name() : name() + "-2";
      case query -> "query-service";
      case taskmanager -> "taskmanager-1";
      default -> name();
    };
  }

  /**
   * Whether a stack of such a runner has what this fault kills.
   *
   * @param isQueued whether aggregates go through their queue
   * @param nodes of the store and of the queue, each
   */
  boolean happensOn(Runner runner, boolean isQueued, int nodes) {
    return switch (this) {
      case node_lost, broker_lost -> nodes > 1;
      case store -> isQueued;
      case pipeline -> runner != Runner.FLINK_CLUSTER;
      case jobmanager, taskmanager -> runner == Runner.FLINK_CLUSTER;
      default -> true;
    };
  }

  /** All that can happen to a stack of such a runner. */
  static List<Fault> on(Runner runner, boolean isQueued, int nodes) {
    List<Fault> all = new ArrayList<>(List.of(values()));
    all.removeIf(fault -> !fault.happensOn(runner, isQueued, nodes));
    return List.copyOf(all);
  }
}
