package org.adclicks.benchmarks.faults;

/** What can happen to a running stack. */
enum Fault {
  /** Two partitions more in the clicks topic; one of them gets only junk. Happens once. */
  partitions,
  /** The query service ends by kill -9. */
  query,
  /** The streaming job ends by kill -9. */
  pipeline,
  /** The store ends by kill -9. */
  cassandra,
  /** The queue ends by kill -9. */
  kafka,
  /** The stack is stopped and started again where Kafka's port is taken. Happens once. */
  move;

  boolean happensOnce() {
    return this == partitions || this == move;
  }

  /** The name of the process that is killed. */
  String process() {
    return this == query ? "query-service" : name();
  }
}
