package org.adclicks.pipeline.options;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The topic of aggregates, as who sends to it must know it.
 *
 * @param partitions over how many all workers of a job spread what they send; each worker asking by
 *     itself would find others while the topic grows; 0 if Kafka is yet to be asked
 * @param configFile of Kafka's own settings, read by each worker; null for none
 */
public record QueueSettings(
    String bootstrapServers, String topic, int partitions, @Nullable String configFile)
    implements Serializable {

  /** The same once it is known how many partitions there are. */
  public QueueSettings withPartitions(int number) {
    return new QueueSettings(bootstrapServers, topic, number, configFile);
  }
}
