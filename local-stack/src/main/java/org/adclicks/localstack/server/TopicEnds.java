package org.adclicks.localstack.server;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.adclicks.access.KafkaConfigFile;
import org.adclicks.localstack.process.StackFailure;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/**
 * How many records were ever sent to topics.
 *
 * <p>Errors: {@link StackFailure} if Kafka does not answer within {@value #SECONDS} seconds.
 */
public final class TopicEnds {

  private static final int SECONDS = 10;

  private final String bootstrap;
  private final @Nullable Path configFile;

  private TopicEnds(String bootstrap, @Nullable Path configFile) {
    this.bootstrap = bootstrap;
    this.configFile = configFile;
  }

  /** Of the topics of this Kafka, HOST:PORT. */
  public static TopicEnds at(String bootstrap) {
    return at(bootstrap, null);
  }

  /**
   * The same of one that is not open to everybody.
   *
   * @param configFile who we are to it; null for nobody
   */
  public static TopicEnds at(String bootstrap, @Nullable Path configFile) {
    return new TopicEnds(bootstrap, configFile);
  }

  /** All partitions' end offsets together; zero if there is no such topic. */
  public long records(String topic) {
    Map<String, Object> settings = new HashMap<>(KafkaConfigFile.read(configFile).admin());
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, SECONDS * 1000);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, SECONDS * 500);
    try (Admin admin = Admin.create(settings)) {
      if (!admin.listTopics().names().get(SECONDS, TimeUnit.SECONDS).contains(topic)) {
        return 0;
      }
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      for (TopicDescription described :
          admin
              .describeTopics(List.of(topic))
              .allTopicNames()
              .get(SECONDS, TimeUnit.SECONDS)
              .values()) {
        for (TopicPartitionInfo partition : described.partitions()) {
          ends.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest());
        }
      }
      return admin.listOffsets(ends).all().get(SECONDS, TimeUnit.SECONDS).values().stream()
          .mapToLong(ListOffsetsResultInfo::offset)
          .sum();
    } catch (ExecutionException | TimeoutException e) {
      throw new StackFailure("kafka at " + bootstrap + " does not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted while talking to kafka", e);
    }
  }
}
