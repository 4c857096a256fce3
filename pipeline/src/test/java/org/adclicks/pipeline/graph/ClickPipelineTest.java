package org.adclicks.pipeline.graph;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.adclicks.pipeline.options.StreamConfigParser;
import org.adclicks.pipeline.options.StreamOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The graph of whoever leaves sinks out. */
class ClickPipelineTest {

  @ParameterizedTest
  @ValueSource(strings = {"archive", "", "cells", "cells,leaderboards", "clicks"})
  void isBuiltOfWhatIsAskedFor(String sinks) {
    StreamOptions options =
        PipelineOptionsFactory.fromArgs(
                "--kafkaBootstrapServers=kafka.invalid:9092",
                "--cassandraHosts=store.invalid",
                "--archiveDir=archive",
                "--sinks=" + sinks)
            .as(StreamOptions.class);
    assertThatCode(
            () -> ClickPipeline.build(Pipeline.create(options), StreamConfigParser.parse(options)))
        .doesNotThrowAnyException();
  }
}
