package org.adclicks.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.adclicks.localstack.Runner;
import org.junit.jupiter.api.Test;

class FaultTest {

  @Test
  void aClusterLosesItsOwnParts() {
    assertThat(Fault.on(Runner.FLINK_CLUSTER, true))
        .contains(Fault.jobmanager, Fault.taskmanager, Fault.store, Fault.kafka)
        .doesNotContain(Fault.pipeline);
    assertThat(Fault.on(Runner.FLINK, false))
        .containsExactly(
            Fault.partitions,
            Fault.query,
            Fault.pipeline,
            Fault.cassandra,
            Fault.kafka,
            Fault.move);
  }
}
