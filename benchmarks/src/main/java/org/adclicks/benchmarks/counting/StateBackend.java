package org.adclicks.benchmarks.counting;

/** Where Flink keeps state. */
enum StateBackend {
  HEAP("filesystem", "hashmap"),
  ROCKSDB("rocksdb", "rocksdb");

  private final String beamName;
  private final String flinkName;

  StateBackend(String beamName, String flinkName) {
    this.beamName = beamName;
    this.flinkName = flinkName;
  }

  /** As Beam's {@code --stateBackend} takes it. */
  String beamName() {
    return beamName;
  }

  /** As Flink's {@code state.backend.type} takes it. */
  String flinkName() {
    return flinkName;
  }
}
