package org.adclicks.benchmarks.counting;

/** A setting in which the jobs are measured. */
enum Setting {
  /** Parallelism 2, state on the heap. */
  BASE(Workload.ZIPF, StateBackend.HEAP, 2, 0, false),
  /** State in RocksDB; three quarters of the lines. */
  ROCKSDB(Workload.FEWER, StateBackend.ROCKSDB, 2, 0, false),
  /** One ad has half of all clicks. */
  HOT_AD(Workload.HOT_AD, StateBackend.HEAP, 2, 0, false),
  /** One line in ten is a duplicate. */
  MANY_DUPLICATES(Workload.MANY_DUPLICATES, StateBackend.HEAP, 2, 0, false),
  /** Parallelism 1, on both cores. */
  PARALLELISM_1(Workload.ZIPF, StateBackend.HEAP, 1, 0, false),
  /** Parallelism 1, on one core: what the second core brings. */
  ONE_CORE(Workload.ZIPF, StateBackend.HEAP, 1, 1, false),
  /** Ours by itself, ranking ads besides. */
  RANKED(Workload.FEWER, StateBackend.HEAP, 2, 0, true),
  /** The same in RocksDB. */
  RANKED_ROCKSDB(Workload.FEWER, StateBackend.ROCKSDB, 2, 0, true);

  private final Workload workload;
  private final StateBackend backend;
  private final int parallelism;
  private final int cores;
  private final boolean ranked;

  Setting(Workload workload, StateBackend backend, int parallelism, int cores, boolean ranked) {
    this.workload = workload;
    this.backend = backend;
    this.parallelism = parallelism;
    this.cores = cores;
    this.ranked = ranked;
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

  /** Whether our job ranks ads too. The native jobs do not, and are not run then. */
  boolean isRanked() {
    return ranked;
  }
}
