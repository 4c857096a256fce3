package org.adclicks.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.adclicks.localstack.Runner;
import org.junit.jupiter.api.Test;

class FaultTest {

  @Test
  void aClusterLosesItsOwnParts() {
    assertThat(Fault.on(new StackKind(Runner.FLINK_CLUSTER, true, 1)))
        .contains(
            Fault.JOBMANAGER, Fault.TASKMANAGER, Fault.STORE, Fault.STORE_FROZEN, Fault.ZOMBIE)
        .doesNotContain(Fault.PIPELINE);
  }

  @Test
  void oneProcessHasNoCluster() {
    assertThat(Fault.on(new StackKind(Runner.FLINK, false, 1)))
        .contains(Fault.PIPELINE, Fault.CHECKPOINT, Fault.ZOMBIE)
        .doesNotContain(Fault.JOBMANAGER, Fault.TASKMANAGER, Fault.STORE, Fault.STORE_FROZEN);
  }

  @Test
  void whatKeepsNoCheckpointsLosesNone() {
    assertThat(Fault.on(new StackKind(Runner.DIRECT, false, 1)))
        .contains(Fault.PIPELINE)
        .doesNotContain(Fault.CHECKPOINT, Fault.CHECKPOINT_BYTES, Fault.CHECKPOINTS_FULL);
  }

  @Test
  void namesAreAsOptionsAreWritten() {
    assertThat(Fault.CASSANDRA_FROZEN).hasToString("cassandra-frozen");
  }

  @Test
  void onlyOneOfSeveralCanBeLost() {
    assertThat(Fault.on(new StackKind(Runner.FLINK, false, 3)))
        .contains(Fault.NODE_LOST, Fault.BROKER_LOST, Fault.CASSANDRA)
        .doesNotContain(Fault.CASSANDRA_FULL, Fault.CUT);
    assertThat(Fault.on(new StackKind(Runner.FLINK, false, 1)))
        .doesNotContain(Fault.NODE_LOST, Fault.BROKER_LOST);
  }
}
