package org.adclicks.localstack;

/** Which engine runs the pipeline of a local stack. */
public enum Runner {
  DIRECT("DirectRunner"),
  FLINK("FlinkRunner");

  private final String beamName;

  Runner(String beamName) {
    this.beamName = beamName;
  }

  /** As the pipeline's {@code --runner} takes it. */
  String beamName() {
    return beamName;
  }
}
