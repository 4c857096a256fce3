package org.adclicks.pipeline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.adclicks.pipeline.options.InvalidOptionsException;
import org.junit.jupiter.api.Test;

class EngineChecksTest {

  @Test
  void saysInOneLineHowToGetDataflow() {
    assertThatThrownBy(() -> check("--runner=DataflowRunner", "--project=p"))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContaining("./mvnw -Pdataflow")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void refusesWhatAnEmbeddedFlinkWouldIgnore() {
    assertThatThrownBy(
            () -> check("--runner=FlinkRunner", "--savepointPath=/s", "--flinkConfDir=/c"))
        .hasMessageContainingAll("--savepointPath is not read", "--flinkConfDir would replace");
    assertThatCode(
            () ->
                check("--runner=FlinkRunner", "--flinkMaster=flink:8081", "--savepointPath=s3://s"))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesAStreamWithoutExactlyOnceCheckpoints() {
    assertThatThrownBy(
            () ->
                check(
                    "--runner=FlinkRunner",
                    "--checkpointingInterval=-1",
                    "--checkpointingMode=AT_LEAST_ONCE"))
        .hasMessageContainingAll("--checkpointingInterval=-1 makes", "give EXACTLY_ONCE");
    assertThatCode(
            () -> check("--runner=FlinkRunner", "--inputFiles=/l", "--checkpointingInterval=-1"))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesToShowTheMetricsOfAJobThatRunsElsewhere() {
    assertThatThrownBy(
            () -> check("--runner=FlinkRunner", "--flinkMaster=flink:8081", "--metricsPort=9260"))
        .hasMessageContainingAll("--metricsPort is of this process", "runs at flink:8081");
    assertThatCode(() -> check("--runner=FlinkRunner", "--metricsPort=9260"))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () ->
                EngineChecks.checkInsideCluster(
                    StreamArguments.complete(
                        List.of("--runner=FlinkRunner", "--metricsPort=9260"))))
        .hasMessageContaining("--metricsPort would not be heard");
  }

  @Test
  void everySubtaskOfFlinkHasAShareOfTheTopic() throws Exception {
    Map<String, String> options =
        StreamArguments.complete(List.of("--runner=FlinkRunner", "--parallelism=8"));

    assertThat(options).containsEntry("sourceSlots", "8");
    assertThatThrownBy(
            () ->
                StreamArguments.complete(
                    List.of("--runner=FlinkRunner", "--parallelism=8", "--sourceSlots=4")))
        .hasMessage("--sourceSlots=4 must not be less than --parallelism=8");
  }

  @Test
  void refusesWhatAClusterHasInItsOwnConfiguration() {
    assertThatThrownBy(
            () ->
                EngineChecks.checkInsideCluster(
                    StreamArguments.complete(
                        List.of(
                            "--runner=DirectRunner", "--checkpointDir=/c", "--savepointPath=/s"))))
        .hasMessageContainingAll(
            "--runner=DirectRunner is not Flink",
            "--checkpointDir would not be heard",
            "--savepointPath would not be heard");
    assertThatThrownBy(() -> check("--runner=FlinkRunner", "--flinkMaster=[auto]"))
        .hasMessageContaining("is for the inside of a cluster");
  }

  @Test
  void theJobHasANameOfItsOwn() throws Exception {
    assertThat(StreamArguments.complete(List.of())).containsEntry("jobName", "adclicks-stream");
    assertThat(StreamArguments.complete(List.of("--jobName=mine")))
        .containsEntry("jobName", "mine");
  }

  private static void check(String... arguments) throws InvalidOptionsException {
    EngineChecks.check(StreamArguments.complete(List.of(arguments)));
  }
}
