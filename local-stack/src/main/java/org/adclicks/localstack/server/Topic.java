package org.adclicks.localstack.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A Kafka topic to be created.
 *
 * @param config the topic's own settings, e.g. {@code retention.ms}
 */
public record Topic(String name, int partitions, Map<String, String> config) {

  /** Room for a hostile line of 10 MB: it shall be rejected by us, not lost before. */
  static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

  public Topic {
    config = Map.copyOf(config);
  }

  /**
   * A topic whose records are stamped by their arrival and deleted a week later, so that clicks of
   * years ago stay as long as fresh ones.
   */
  public static Topic byArrival(String name, int partitions) {
    return new Topic(
        name,
        partitions,
        Map.of(
            "message.timestamp.type",
            "LogAppendTime",
            "max.message.bytes",
            String.valueOf(MAX_MESSAGE_BYTES),
            "retention.ms",
            String.valueOf(Duration.ofDays(7).toMillis())));
  }

  /** The same topic with another retention. */
  public Topic withRetention(Duration retention) {
    return with("retention.ms", String.valueOf(retention.toMillis()));
  }

  /** The same topic, which takes a record only when so many replicas have it. */
  public Topic withLeastInSync(int replicas) {
    return with("min.insync.replicas", String.valueOf(replicas));
  }

  private Topic with(String setting, String value) {
    Map<String, String> changed = new HashMap<>(config);
    changed.put(setting, value);
    return new Topic(name, partitions, changed);
  }
}
