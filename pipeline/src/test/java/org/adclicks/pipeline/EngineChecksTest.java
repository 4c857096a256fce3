package org.adclicks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.adclicks.pipeline.options.InvalidOptionsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineChecksTest {

  @TempDir Path folder;

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
  void refusesToShowTheMetricsOfAJobThatRunsElsewhere() {
    assertThatThrownBy(
            () -> check("--runner=FlinkRunner", "--flinkMaster=flink:8081", "--metricsPort=9260"))
        .hasMessageContainingAll("--metricsPort is of this process", "runs at flink:8081");
    assertThatCode(() -> check("--runner=FlinkRunner", "--metricsPort=9260"))
        .doesNotThrowAnyException();
    assertThatCode(
            () -> check("--runner=FlinkRunner", "--flinkMaster=[auto]", "--metricsPort=9260"))
        .doesNotThrowAnyException();
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
  void refusesLessParallelismThanTheCheckpointHas() throws Exception {
    CheckpointParallelism.check(options(4));
    CheckpointParallelism.check(options(3));
    CheckpointParallelism.check(options(4));
    Files.createDirectories(folder.resolve("job/chk-1"));
    Files.writeString(folder.resolve("job/chk-1/_metadata"), "1");

    assertThatThrownBy(() -> CheckpointParallelism.check(options(2)))
        .hasMessageContaining("--parallelism=2 is less than that of the checkpoint")
        .hasMessageContaining("give --parallelism=4 or more");
    assertThatCode(() -> CheckpointParallelism.check(options(6))).doesNotThrowAnyException();
  }

  private Map<String, String> options(int parallelism) throws InvalidOptionsException {
    return StreamArguments.complete(
        List.of(
            "--runner=FlinkRunner", "--parallelism=" + parallelism, "--checkpointDir=" + folder));
  }

  private static void check(String... arguments) throws InvalidOptionsException {
    EngineChecks.check(StreamArguments.complete(List.of(arguments)));
  }
}
