package org.adclicks.pipeline.options;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's own settings, from a file: those every client takes, and those of one kind, which Kafka
 * itself tells apart or a prefix {@code consumer.} or {@code producer.} does.
 */
record KafkaConfigFile(Map<String, String> consumer, Map<String, String> producer) {

  private static final String OPTION = "kafkaConfig";
  private static final String CONSUMER = "consumer.";
  private static final String PRODUCER = "producer.";

  /** What the pipeline decides, and would be wrong otherwise. */
  private static final Set<String> OURS =
      Set.of(
          ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
          ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
          ProducerConfig.TRANSACTIONAL_ID_CONFIG);

  /** Reads the file, if there is one; tells what is wrong with it. */
  static KafkaConfigFile read(@Nullable String file, OptionValues values) {
    Map<String, String> consumer = new TreeMap<>();
    Map<String, String> producer = new TreeMap<>();
    if (file != null) {
      Properties properties = load(file, values);
      for (String name : properties.stringPropertyNames()) {
        String plain = withoutPrefix(name);
        String value = properties.getProperty(name).strip();
        if (OURS.contains(plain) || losesLines(plain, value)) {
          values.problem(OPTION, "has " + name + ", which is not to be set");
        }
        if (isOf(name, CONSUMER, ConsumerConfig.configNames(), ProducerConfig.configNames())) {
          put(consumer, name, plain, value);
        }
        if (isOf(name, PRODUCER, ProducerConfig.configNames(), ConsumerConfig.configNames())) {
          put(producer, name, plain, value);
        }
      }
    }
    return new KafkaConfigFile(consumer, producer);
  }

  // To begin at the end, or by time, is to leave out what is there.
  private static boolean losesLines(String plain, String value) {
    return plain.equals(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG)
        && !value.equals("earliest")
        && !value.equals("none");
  }

  // What is said for one kind wins over what is said for all.
  private static void put(Map<String, String> settings, String name, String plain, String value) {
    if (name.equals(plain)) {
      settings.putIfAbsent(plain, value);
    } else {
      settings.put(plain, value);
    }
  }

  /** A name Kafka does not know goes to all: it is a plug-in's. */
  private static boolean isOf(String name, String prefix, Set<String> own, Set<String> foreign) {
    if (name.startsWith(CONSUMER) || name.startsWith(PRODUCER)) {
      return name.startsWith(prefix);
    }
    return own.contains(name) || !foreign.contains(name);
  }

  private static String withoutPrefix(String name) {
    return name.startsWith(CONSUMER)
        ? name.substring(CONSUMER.length())
        : name.startsWith(PRODUCER) ? name.substring(PRODUCER.length()) : name;
  }

  private static Properties load(String file, OptionValues values) {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
      properties.load(in);
    } catch (IOException | IllegalArgumentException e) {
      values.problem(OPTION, "'" + file + "' cannot be read: " + e.getMessage());
    }
    return properties;
  }
}
