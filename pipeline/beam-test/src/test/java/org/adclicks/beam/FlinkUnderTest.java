package org.adclicks.beam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.adclicks.pipeline.engine.CheckpointFolder;
import org.adclicks.pipeline.engine.EngineChecks;
import org.adclicks.pipeline.engine.StreamArguments;
import org.adclicks.pipeline.options.InvalidOptionsException;
import org.adclicks.pipeline.options.StreamOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.TestPipeline;
import org.junit.jupiter.api.Assertions;

/** An embedded Flink with the stream's options, for Beam's tests to run on. */
final class FlinkUnderTest implements AutoCloseable {

  /** Nobody goes there. */
  private static final List<String> SERVERS =
      List.of("--kafkaBootstrapServers=127.0.0.1:9092", "--cassandraHosts=127.0.0.1");

  /** What a test must have otherwise, and nothing else. */
  private static final Map<String, String> FOR_A_TEST =
      Map.of(
          "runner",
          EndingFlinkRunner.class.getName(),
          // Our sources are without end, so we never say it.
          "streaming",
          "true",
          // A test's sources do end.
          "shutdownSourcesAfterIdleMs",
          "0",
          // Fails, rather than trying for ever, and waits to be told why.
          "numberOfExecutionRetries",
          "0",
          "attachedMode",
          "true",
          // PAssert counts itself.
          "disableMetrics",
          "false",
          // Some in each test, not one after its end.
          "checkpointingInterval",
          "100",
          "minPauseBetweenCheckpoints",
          "0");

  /**
   * A TestStream's late element is late only if the watermark before it has got through: Flink
   * moves it between bundles, and for each subtask by itself.
   */
  private static final Map<String, String> IN_ORDER =
      Map.of("parallelism", "1", "maxBundleSize", "1");

  private static final Set<String> LATE_IN_A_TEST_STREAM =
      Set.of(
          "ParDoTest.StateTests.testRequiresTimeSortedInputWithLateData",
          "ParDoTest.StateTests.testTwoRequiresTimeSortedInputWithLateData",
          "TestStreamTest.testDiscardingMode",
          "TestStreamTest.testFirstElementLate",
          "TestStreamTest.testLateDataAccumulating");

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Map<String, String> options;
  private final CheckpointFolder engineFiles;

  private FlinkUnderTest(Map<String, String> options, CheckpointFolder engineFiles) {
    this.options = options;
    this.engineFiles = engineFiles;
  }

  /** With state kept there; the folder is for its files. */
  static FlinkUnderTest with(StateBackend backend, Path folder)
      throws IOException, InvalidOptionsException {
    List<String> arguments = new ArrayList<>(SERVERS);
    arguments.addAll(backend.arguments(folder));
    Map<String, String> options = StreamArguments.complete(arguments);
    EngineChecks.check(options);
    CheckpointFolder engineFiles = CheckpointFolder.prepare(options);
    backend.configure(options, folder);
    options.putAll(FOR_A_TEST);
    return new FlinkUnderTest(options, engineFiles);
  }

  @Override
  public void close() {
    try {
      engineFiles.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs one test, alone in this process. */
  void run(BeamTest test) throws JsonProcessingException {
    Map<String, String> all = new HashMap<>(options);
    if (LATE_IN_A_TEST_STREAM.contains(test.name())) {
      all.putAll(IN_ORDER);
    }
    PipelineOptionsFactory.register(StreamOptions.class);
    System.setProperty(
        TestPipeline.PROPERTY_BEAM_TEST_PIPELINE_OPTIONS,
        new ObjectMapper().writeValueAsString(StreamArguments.toArguments(all)));
    Assertions.assertTimeoutPreemptively(PATIENCE, test::run, test::name);
  }
}
