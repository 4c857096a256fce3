package org.adclicks.pipeline.publish;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.adclicks.access.KafkaConfigFile;
import org.adclicks.access.KafkaRefusal;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Knocks at Kafka before a job is made that could not get in, and would try for ever. */
public final class KafkaDoor {

  private static final String OPTION = "--kafkaConfig";
  private static final int TIMEOUT_MILLIS = 10_000;

  private KafkaDoor() {}

  /**
   * Why it does not let us at these topics, in one line that says what to do; nothing if it does. A
   * topic that is not there may come.
   */
  public static Optional<String> refusal(
      String bootstrapServers, @Nullable String configFile, List<String> topics) {
    try (Admin admin = connect(bootstrapServers, configFile)) {
      for (KafkaFuture<?> topic : admin.describeTopics(topics).topicNameValues().values()) {
        topic.get(2L * TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
      }
      return Optional.empty();
    } catch (ExecutionException e) {
      return e.getCause() instanceof UnknownTopicOrPartitionException
          ? Optional.empty()
          : reason(e, bootstrapServers, configFile);
    } catch (TimeoutException | KafkaException e) {
      return reason(e, bootstrapServers, configFile);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted while talking to Kafka");
    }
  }

  /**
   * How many partitions a topic has.
   *
   * @throws KafkaException in one line that says what to do, if it has none or cannot be asked
   */
  public static int partitionsOf(
      String bootstrapServers, @Nullable String configFile, String topic) {
    try (Admin admin = connect(bootstrapServers, configFile)) {
      return admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get(2L * TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
          .values()
          .stream()
          .mapToInt(found -> found.partitions().size())
          .sum();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new KafkaException(
            "topic " + topic + " is not there: make it, as ./adclicks topics print says", e);
      }
      throw new KafkaException(reason(e, bootstrapServers, configFile).orElse(e.toString()), e);
    } catch (TimeoutException e) {
      throw new KafkaException(reason(e, bootstrapServers, configFile).orElse(e.toString()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while talking to Kafka", e);
    }
  }

  private static Admin connect(String bootstrapServers, @Nullable String configFile) {
    Map<String, Object> settings =
        new HashMap<>(
            KafkaConfigFile.read(configFile == null ? null : Path.of(configFile)).admin());
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS / 2);
    return Admin.create(settings);
  }

  private static Optional<String> reason(
      Exception failure, String bootstrapServers, @Nullable String configFile) {
    return KafkaRefusal.ofSilence(failure, bootstrapServers, OPTION, configFile != null)
        .or(
            () ->
                Optional.of(
                    "Kafka at "
                        + bootstrapServers
                        + " cannot be asked: "
                        + KafkaRefusal.innermost(failure)));
  }
}
