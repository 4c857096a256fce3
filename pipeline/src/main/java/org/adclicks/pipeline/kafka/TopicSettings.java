package org.adclicks.pipeline.kafka;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.adclicks.access.KafkaConfigFile;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/**
 * What a reader must be told of a topic: where Kafka is today, and how it is to be read. Travels in
 * the job's options, never in a checkpoint.
 *
 * @param slots how many readers share the topic; 0 for as many as the engine asks for
 * @param consumer Kafka's own settings, beyond ours; no secrets, as options can be looked at
 * @param configFile of more of them, read when a client is made; null for none
 * @param isCopied whether a topic of another id than the checkpoint's has the same offsets
 */
public record TopicSettings(
    String bootstrapServers,
    String name,
    int slots,
    Map<String, String> consumer,
    @Nullable String configFile,
    boolean isCopied) {

  private static final String SERVERS = "servers";
  private static final String TOPIC = "topic";
  private static final String SLOTS = "slots";
  private static final String CONSUMER = "consumer.";
  private static final String CONFIG_FILE = "configFile";
  private static final String COPIED = "copied";

  private static final int MAX_POLL_RECORDS = 5_000;

  /** Some hundred lines, or what came in a quarter of a second: fewer requests to the broker. */
  private static final int FETCH_MIN_BYTES = 64 * 1024;

  private static final int FETCH_MAX_WAIT_MILLIS = 250;
  private static final String READ_COMMITTED = "read_committed";

  /** Where reading cannot go on it stops: what was deleted unread can be counted by nobody. */
  private static final String NO_RESET = "none";

  public TopicSettings {
    consumer = Map.copyOf(consumer);
  }

  /** As options carry them. */
  public Map<String, String> toMap() {
    Map<String, String> map = new TreeMap<>();
    map.put(SERVERS, bootstrapServers);
    map.put(TOPIC, name);
    map.put(SLOTS, Integer.toString(slots));
    map.put(COPIED, Boolean.toString(isCopied));
    consumer.forEach((setting, value) -> map.put(CONSUMER + setting, value));
    if (configFile != null) {
      map.put(CONFIG_FILE, configFile);
    }
    return map;
  }

  /** Out of what options carried, in which there may be more. */
  public static TopicSettings of(Map<String, String> map) {
    Map<String, String> consumer = new HashMap<>();
    map.forEach(
        (setting, value) -> {
          if (setting.startsWith(CONSUMER)) {
            consumer.put(setting.substring(CONSUMER.length()), value);
          }
        });
    return new TopicSettings(
        value(map, SERVERS),
        value(map, TOPIC),
        Integer.parseInt(value(map, SLOTS)),
        consumer,
        map.get(CONFIG_FILE),
        Boolean.parseBoolean(map.get(COPIED)));
  }

  public TopicSettings withSlots(int other) {
    return new TopicSettings(bootstrapServers, name, other, consumer, configFile, isCopied);
  }

  public TopicSettings withConsumer(Map<String, String> other) {
    return new TopicSettings(bootstrapServers, name, slots, other, configFile, isCopied);
  }

  public TopicSettings withConfigFile(@Nullable String other) {
    return new TopicSettings(bootstrapServers, name, slots, consumer, other, isCopied);
  }

  public TopicSettings withCopied(boolean other) {
    return new TopicSettings(bootstrapServers, name, slots, consumer, configFile, other);
  }

  /**
   * A consumer's settings. Only what was committed is read, unless told otherwise. It never passes
   * over deleted records by itself, since it would not say so: who reads does, if {@link
   * #skipsDeleted}.
   */
  public Map<String, Object> consumerSettings() {
    Map<String, Object> settings = given();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, NO_RESET);
    settings.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, READ_COMMITTED);
    settings.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
    settings.putIfAbsent(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, FETCH_MIN_BYTES);
    settings.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MAX_WAIT_MILLIS);
    return settings;
  }

  /** The same for one that only looks: nobody is to take it for the one that reads. */
  public Map<String, Object> probeSettings() {
    Map<String, Object> settings = consumerSettings();
    settings.remove(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
    settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    settings.remove(ConsumerConfig.FETCH_MIN_BYTES_CONFIG);
    return settings;
  }

  /** An admin client's settings: the connection, as the consumer has it. */
  public Map<String, Object> adminSettings() {
    Map<String, Object> settings = new HashMap<>(consumer);
    settings.keySet().retainAll(AdminClientConfig.configNames());
    settings.putAll(file().admin());
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return settings;
  }

  /** Whether reading goes on without what was deleted unread: somebody has said so. */
  public boolean skipsDeleted() {
    return !NO_RESET.equals(
        given().getOrDefault(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, NO_RESET));
  }

  private Map<String, Object> given() {
    Map<String, Object> settings = new HashMap<>(file().consumer());
    settings.putAll(consumer);
    return settings;
  }

  private KafkaConfigFile file() {
    return KafkaConfigFile.read(configFile == null ? null : Path.of(configFile));
  }

  private static String value(Map<String, String> map, String name) {
    String value = map.get(name);
    if (value == null) {
      throw new IllegalStateException("the source's settings lack " + name + ": " + map.keySet());
    }
    return value;
  }
}
