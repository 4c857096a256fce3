package org.adclicks.benchmarks.counting;

/** A setting in which the jobs are measured. */
enum Setting {
  /** Parallelism 2, state on the heap. */
  BASE(Workload.ZIPF, StateBackend.HEAP, 2, 0, true),
  /** State in RocksDB; three quarters of the lines. */
  ROCKSDB(Workload.FEWER, StateBackend.ROCKSDB, 2, 0, true),
  /** One ad has half of all clicks. */
  HOT_AD(Workload.HOT_AD, StateBackend.HEAP, 2, 0, true),
  /** One line in ten is a duplicate. */
  MANY_DUPLICATES(Workload.MANY_DUPLICATES, StateBackend.HEAP, 2, 0, true),
  /** Parallelism 1, on both cores. */
  PARALLELISM_1(Workload.ZIPF, StateBackend.HEAP, 1, 0, true),
  /** Parallelism 1, on one core: what the second core brings. */
  ONE_CORE(Workload.ZIPF, StateBackend.HEAP, 1, 1, true);

  private final Workload workload;
  private final StateBackend backend;
  private final int parallelism;
  private final int cores;
  private final boolean compared;

  Setting(Workload workload, StateBackend backend, int parallelism, int cores, boolean compared) {
    this.workload = workload;
    this.backend = backend;
    this.parallelism = parallelism;
    this.cores = cores;
    this.compared = compared;
  }

  Workload workload() {
    return workload;
  }

  StateBackend backend() {
    return backend;
  }

  int parallelism() {
    return parallelism;
  }

  /** How many cores the jobs may use; 0 for all. */
  int cores() {
    return cores;
  }

  /** Whether the native jobs run too. */
  boolean isCompared() {
    return compared;
  }
}
