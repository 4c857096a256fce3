package org.adclicks.access;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's own settings, from a file: those every client takes, and those of one kind, which Kafka
 * itself tells apart or a prefix {@code consumer.} or {@code producer.} does.
 *
 * <p>Read where a client is made, and gone when it is made: see {@link SettingsFile}.
 */
public final class KafkaConfigFile {

  private static final String CONSUMER = "consumer.";
  private static final String PRODUCER = "producer.";

  /** What we decide, and would be wrong otherwise. */
  private static final Set<String> OURS =
      Set.of(
          ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
          ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
          ProducerConfig.TRANSACTIONAL_ID_CONFIG);

  private final Map<String, String> settings;

  private KafkaConfigFile(Map<String, String> settings) {
    this.settings = settings;
  }

  /**
   * Reads it now.
   *
   * @param file null for no settings at all
   * @throws SettingsFileException if it cannot be read, or names a secret that is not there
   */
  public static KafkaConfigFile read(@Nullable Path file) {
    return new KafkaConfigFile(file == null ? Map.of() : SettingsFile.read(file));
  }

  /** Names in it that are not to be set; clients made nevertheless would be wrong. */
  public List<String> forbidden() {
    List<String> names = new ArrayList<>();
    settings.forEach(
        (name, value) -> {
          String plain = withoutPrefix(name);
          if (OURS.contains(plain) || losesLines(plain, value)) {
            names.add(name);
          }
        });
    return names;
  }

  // To begin at the end, or by time, is to leave out what is there.
  private static boolean losesLines(String plain, String value) {
    return plain.equals(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG)
        && !value.equals("earliest")
        && !value.equals("none");
  }

  /** For what reads. */
  public Map<String, Object> consumer() {
    return of(CONSUMER, ConsumerConfig.configNames(), ProducerConfig.configNames());
  }

  /** For what writes. */
  public Map<String, Object> producer() {
    return of(PRODUCER, ProducerConfig.configNames(), ConsumerConfig.configNames());
  }

  /** For what only asks and creates: the connection. */
  public Map<String, Object> admin() {
    Map<String, Object> common = new HashMap<>(settings);
    common.keySet().removeIf(name -> !name.equals(withoutPrefix(name)));
    common
        .keySet()
        .removeIf(
            name ->
                ConsumerConfig.configNames().contains(name)
                    != ProducerConfig.configNames().contains(name));
    return common;
  }

  private Map<String, Object> of(String prefix, Set<String> own, Set<String> foreign) {
    Map<String, Object> chosen = new TreeMap<>();
    settings.forEach(
        (name, value) -> {
          String plain = withoutPrefix(name);
          // What is said for one kind wins over what is said for all.
          if (name.equals(prefix + plain)) {
            chosen.put(plain, value);
          } else if (name.equals(plain) && (own.contains(name) || !foreign.contains(name))) {
            // A name Kafka does not know goes to all: it is a plug-in's.
            chosen.putIfAbsent(plain, value);
          }
        });
    return chosen;
  }

  private static String withoutPrefix(String name) {
    return name.startsWith(CONSUMER)
        ? name.substring(CONSUMER.length())
        : name.startsWith(PRODUCER) ? name.substring(PRODUCER.length()) : name;
  }
}
