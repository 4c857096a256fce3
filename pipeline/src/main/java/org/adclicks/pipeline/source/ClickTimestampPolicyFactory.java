package org.adclicks.pipeline.source;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.adclicks.transforms.RawLine;
import org.apache.beam.sdk.io.kafka.TimestampPolicy;
import org.apache.beam.sdk.io.kafka.TimestampPolicyFactory;
import org.apache.kafka.common.TopicPartition;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes a {@link ClickTimestampPolicy} per partition; those of one reader share a probe. */
final class ClickTimestampPolicyFactory implements TimestampPolicyFactory<byte[], RawLine> {

  private static final long serialVersionUID = 1L;

  private final HashMap<String, Object> connection;
  private final WatermarkRule rule;
  private transient @Nullable TopicProbe probe;

  ClickTimestampPolicyFactory(Map<String, Object> connection, WatermarkRule rule) {
    this.connection = new HashMap<>(connection);
    this.rule = rule;
  }

  @Override
  public TimestampPolicy<byte[], RawLine> createTimestampPolicy(
      TopicPartition partition, Optional<Instant> previousWatermark) {
    return new ClickTimestampPolicy(
        partition.partition(),
        rule,
        probeOf(partition.topic()),
        Clock.systemUTC(),
        previousWatermark);
  }

  private synchronized TopicProbe probeOf(String topic) {
    TopicProbe shared = probe;
    if (shared == null) {
      shared = new KafkaTopicProbe(connection, topic, Clock.systemUTC());
      probe = shared;
    }
    return shared;
  }
}
