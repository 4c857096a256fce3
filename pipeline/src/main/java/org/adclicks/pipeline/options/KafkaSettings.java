package org.adclicks.pipeline.options;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where Kafka is and which topics are ours there.
 *
 * @param aggregatesTopic where totals are sent for other consumers; null for nowhere
 * @param slots how many readers share the clicks topic; 0 for as many as the engine asks for
 * @param consumer Kafka's own settings for what reads
 * @param producer the same for what writes
 */
public record KafkaSettings(
    String bootstrapServers,
    String clicksTopic,
    String rejectedTopic,
    @Nullable String aggregatesTopic,
    int slots,
    Map<String, String> consumer,
    Map<String, String> producer) {

  public KafkaSettings {
    consumer = Map.copyOf(consumer);
    producer = Map.copyOf(producer);
  }
}
