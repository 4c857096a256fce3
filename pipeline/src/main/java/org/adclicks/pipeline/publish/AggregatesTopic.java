package org.adclicks.pipeline.publish;

import com.google.protobuf.Message;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.ProducerRecordCoder;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka topic totals are sent to, for other consumers than the store. Each record's value is
 * one message, of the type its header {@value #TYPE_HEADER} names.
 *
 * @param configFile of Kafka's own settings, read by each worker; null for none
 */
public record AggregatesTopic(String bootstrapServers, String name, @Nullable String configFile)
    implements Serializable {

  public static final String TYPE_HEADER = "type";

  static ProducerRecord<byte[], byte[]> record(String topic, String key, Message message) {
    String type = message.getDescriptorForType().getFullName();
    return new ProducerRecord<>(
        topic,
        null,
        key.getBytes(StandardCharsets.UTF_8),
        message.toByteArray(),
        List.of(new RecordHeader(TYPE_HEADER, type.getBytes(StandardCharsets.UTF_8))));
  }

  PDone send(PCollection<ProducerRecord<byte[], byte[]>> records) {
    return records
        .setCoder(ProducerRecordCoder.of(ByteArrayCoder.of(), ByteArrayCoder.of()))
        .apply(
            "Send",
            KafkaIO.<byte[], byte[]>writeRecords()
                .withBootstrapServers(bootstrapServers)
                .withTopic(name)
                .withProducerFactoryFn(new ProducerOfFile(configFile))
                .withKeySerializer(ByteArraySerializer.class)
                .withValueSerializer(ByteArraySerializer.class));
  }
}
