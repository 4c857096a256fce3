package org.adclicks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.adclicks.localstack.process.Installation;
import org.adclicks.pipeline.engine.CheckpointFolder;
import org.adclicks.pipeline.engine.EngineChecks;
import org.adclicks.pipeline.engine.StreamArguments;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files we offer are taken as they are, but for the addresses. */
class RunnerConfigsTest {

  private static final Path FOLDER = Installation.find().home().resolve("runner-configs");
  private static final List<String> ADDRESSES =
      List.of(
          "--kafkaBootstrapServers=127.0.0.1:9092",
          "--cassandraHosts=127.0.0.1",
          "--archiveDir=/a");

  @ParameterizedTest
  @ValueSource(strings = {"direct", "flink-local", "flink-cluster", "flink-session"})
  void optionsAreTaken(String name) throws Exception {
    Map<String, String> complete = complete(name);
    complete.remove(CheckpointFolder.OPTION);
    assertThatCode(() -> StreamJob.of(complete, Optional.empty())).doesNotThrowAnyException();
  }

  @Test
  void aClusterTakesItsOptionsAndItsConfiguration() throws Exception {
    assertThatCode(() -> EngineChecks.checkInsideCluster(complete("flink-cluster")))
        .doesNotThrowAnyException();
    Configuration flink = GlobalConfiguration.loadConfiguration(FOLDER.resolve("flink").toString());
    assertThat(flink.get(StateBackendOptions.STATE_BACKEND)).isEqualTo("rocksdb");
    assertThat(RetainedState.newest(flink)).isEmpty();
    // What flink-cluster.properties says of JAVA_OPTS.
    MemorySize heap =
        flink
            .get(TaskManagerOptions.FRAMEWORK_HEAP_MEMORY)
            .add(flink.get(TaskManagerOptions.TASK_HEAP_MEMORY));
    MemorySize direct =
        flink
            .get(TaskManagerOptions.FRAMEWORK_OFF_HEAP_MEMORY)
            .add(flink.get(TaskManagerOptions.TASK_OFF_HEAP_MEMORY))
            .add(flink.get(TaskManagerOptions.NETWORK_MEMORY_MAX));
    assertThat(heap).isEqualTo(MemorySize.ofMebiBytes(1600));
    assertThat(direct).isEqualTo(MemorySize.ofMebiBytes(448));
  }

  private static Map<String, String> complete(String name) throws Exception {
    List<String> arguments = new java.util.ArrayList<>(ADDRESSES);
    arguments.add("--optionsFile=" + FOLDER.resolve(name + ".properties"));
    return StreamArguments.complete(arguments);
  }
}
