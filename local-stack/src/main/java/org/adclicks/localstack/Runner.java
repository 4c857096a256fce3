package org.adclicks.localstack;

import java.util.Locale;

/** Which engine runs the pipeline of a local stack. */
public enum Runner {
  DIRECT("DirectRunner"),
  /** Inside the pipeline's own process. */
  FLINK("FlinkRunner"),
  /** A JobManager and TaskManagers, each a process. */
  FLINK_CLUSTER("FlinkRunner");

  private final String beamName;

  Runner(String beamName) {
    this.beamName = beamName;
  }

  /** As the pipeline's {@code --runner} takes it. */
  String beamName() {
    return beamName;
  }

  /** As our own {@code --runner} takes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
