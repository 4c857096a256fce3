package org.adclicks.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.adclicks.localstack.Runner;
import org.junit.jupiter.api.Test;

class FaultTest {

  @Test
  void aClusterLosesItsOwnParts() {
    assertThat(Fault.on(Runner.FLINK_CLUSTER, true, 1))
        .contains(Fault.jobmanager, Fault.taskmanager, Fault.store, Fault.kafka)
        .doesNotContain(Fault.pipeline);
    assertThat(Fault.on(Runner.FLINK, false, 1))
        .containsExactly(
            Fault.partitions,
            Fault.query,
            Fault.pipeline,
            Fault.cassandra,
            Fault.kafka,
            Fault.move);
  }

  @Test
  void onlyOneOfSeveralCanBeLost() {
    assertThat(Fault.on(Runner.FLINK, false, 3)).contains(Fault.node_lost, Fault.broker_lost);
    assertThat(Fault.node_lost.losesAll()).isTrue();
    assertThat(Fault.cassandra.losesAll()).isFalse();
    assertThat(Fault.cassandra.process(1)).isEqualTo("cassandra");
    assertThat(Fault.cassandra.process(3)).isEqualTo("cassandra-2");
  }
}
