package org.adclicks.pipeline.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.adclicks.pipeline.options.StreamConfig;
import org.adclicks.pipeline.options.StreamConfigParser;
import org.adclicks.pipeline.options.StreamOptions;
import org.adclicks.pipeline.queue.QueuedProgress;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

/** What the stream asks of the queue. */
class QueueDestinationTest {

  /** Cells of a minute that closes a second time wait for its list, as they do in one process. */
  @Test
  void heedsWhatAnAttemptBeforeHasToldThere() throws Exception {
    StreamOptions options =
        PipelineOptionsFactory.fromArgs(
                "--kafkaBootstrapServers=kafka.invalid:9092",
                "--archiveDir=archive",
                "--aggregatesTo=queue",
                "--aggregatesPartitions=2")
            .as(StreamOptions.class);
    StreamConfig config = StreamConfigParser.parse(options);

    assertThat(new QueueDestination(config, Objects.requireNonNull(config.queue())).toldBefore())
        .isInstanceOf(QueuedProgress.class);
  }
}
