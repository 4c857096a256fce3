package org.adclicks.pipeline;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.adclicks.pipeline.engine.StreamArguments;
import org.adclicks.pipeline.options.InvalidOptionsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes on from the kept checkpoint, of a lateness of ten minutes, and what does not. */
class RestoredStateTest {

  private static final Path KEPT = Path.of("src/test/resources/checkpoint-of-a-third");

  @Test
  void goesOnWithWhatTheCheckpointWasMadeWith() {
    assertThatCode(() -> fittingGraph("--allowedLateness=10m")).doesNotThrowAnyException();
    assertThatCode(() -> fittingGraph("--allowedLateness=600s")).doesNotThrowAnyException();
  }

  /** What was final by it would change, or be forgotten before it is. */
  @ParameterizedTest
  @ValueSource(strings = {"0s", "9m", "11m", "6h"})
  void refusesAnotherLateness(String lateness) {
    assertThatThrownBy(() -> fittingGraph("--allowedLateness=" + lateness))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContainingAll(
            "holds state of",
            "--allowedLateness",
            "give what it was made with, or begin anew with empty folders of checkpoints")
        .message()
        .doesNotContain("\n");
  }

  private static void fittingGraph(String lateness) throws Exception {
    Map<String, String> options =
        StreamArguments.complete(
            List.of(
                "--runner=FlinkRunner",
                "--kafkaBootstrapServers=kafka.invalid:9092",
                "--cassandraHosts=store.invalid",
                "--sinks=cells,leaderboards,clicks,minutes",
                "--dedupShards=4",
                "--adShards=4",
                lateness));
    StreamJob.of(options, Optional.of(KEPT.toAbsolutePath().toString())).fittingGraph();
  }
}
