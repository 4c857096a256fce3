package org.adclicks.benchmarks.counting;

/** Where Flink keeps state. */
enum StateBackend {
  HEAP("filesystem", "hashmap", 1024, 1),
  ROCKSDB("rocksdb", "rocksdb", 3072, 4096);

  private final String beamName;
  private final String flinkName;
  private final int managedMebibytes;
  private final int stateParts;

  StateBackend(String beamName, String flinkName, int managedMebibytes, int stateParts) {
    this.beamName = beamName;
    this.flinkName = flinkName;
    this.managedMebibytes = managedMebibytes;
    this.stateParts = stateParts;
  }

  /** As Beam's {@code --stateBackend} takes it. */
  String beamName() {
    return beamName;
  }

  /** As Flink's {@code state.backend.type} takes it. */
  String flinkName() {
    return flinkName;
  }

  /** Flink's managed memory: of SQL's own tables, and of RocksDB. Beside the JVM's heap. */
  int managedMebibytes() {
    return managedMebibytes;
  }

  /** As our stream's {@code --stateParts} is best. */
  int stateParts() {
    return stateParts;
  }
}
