package org.adclicks.pipeline.options;

import org.jspecify.annotations.Nullable;

/**
 * Where Kafka is and which topics are ours there.
 *
 * @param aggregatesTopic where totals are sent for other consumers; null for nowhere
 */
public record KafkaSettings(
    String bootstrapServers,
    String clicksTopic,
    String rejectedTopic,
    @Nullable String aggregatesTopic) {}
