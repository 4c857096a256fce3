package org.adclicks.pipeline.publish;

import java.nio.charset.StandardCharsets;
import org.adclicks.click.Origin;
import org.adclicks.click.line.RejectedLine;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends rejected lines to a Kafka topic as {@code adclicks.v1.RejectedClick}.
 *
 * <p>Shape: {@code PCollection<RejectedLine>} -> {@code PDone}. The record's key is {@code
 * topic-partition-offset} of the line: after a restart a line may be sent again, under the same
 * key.
 */
public final class PublishRejected extends PTransform<PCollection<RejectedLine>, PDone> {

  private final String bootstrapServers;
  private final String topic;
  private final @Nullable String configFile;

  private PublishRejected(String bootstrapServers, String topic, @Nullable String configFile) {
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
    this.configFile = configFile;
  }

  public static PublishRejected toKafka(String bootstrapServers, String topic) {
    return new PublishRejected(bootstrapServers, topic, null);
  }

  /** A file of the Kafka producer's own settings, read by each worker. Default: none. */
  public PublishRejected withConfigFile(@Nullable String file) {
    return new PublishRejected(bootstrapServers, topic, file);
  }

  @Override
  public PDone expand(PCollection<RejectedLine> rejected) {
    return rejected
        .apply("ToRecord", ParDo.of(new ToRecordFn()))
        .setCoder(KvCoder.of(ByteArrayCoder.of(), ByteArrayCoder.of()))
        .apply(
            "Send",
            KafkaIO.<byte[], byte[]>write()
                .withBootstrapServers(bootstrapServers)
                .withTopic(topic)
                .withProducerFactoryFn(new ProducerOfFile(configFile))
                .withKeySerializer(ByteArraySerializer.class)
                .withValueSerializer(ByteArraySerializer.class));
  }

  private static final class ToRecordFn extends DoFn<RejectedLine, KV<byte[], byte[]>> {
    @ProcessElement
    public void toRecord(
        @Element RejectedLine rejected, OutputReceiver<KV<byte[], byte[]>> output) {
      Origin origin = rejected.line().origin();
      String key = origin.topic() + "-" + origin.partition() + "-" + origin.offset();
      output.output(
          KV.of(key.getBytes(StandardCharsets.UTF_8), Messages.of(rejected).toByteArray()));
    }
  }
}
