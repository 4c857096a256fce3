package org.adclicks.pipeline.options;

import org.jspecify.annotations.Nullable;

/**
 * Where Kafka is and which topics are ours there.
 *
 * @param slots how many readers share the topic that is read; 0 for as many as the engine asks for
 * @param configFile of Kafka's own settings, read by whoever makes a client; null for none
 * @param isCopied whether a topic to be read that is not the checkpoint's own has the same offsets
 */
public record KafkaSettings(
    String bootstrapServers,
    String clicksTopic,
    String rejectedTopic,
    int slots,
    @Nullable String configFile,
    boolean isCopied) {}
