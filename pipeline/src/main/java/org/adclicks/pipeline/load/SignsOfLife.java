package org.adclicks.pipeline.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.adclicks.access.KafkaConfigFile;
import org.adclicks.pipeline.command.CommandFailure;
import org.adclicks.pipeline.command.StackEndpoints;
import org.adclicks.pipeline.command.StackOptions;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pipeline writes anything, while none of its answers change: an open minute with
 * millions of clicks takes long to read, and what was read of it shows in the archive, and in the
 * topics the pipeline writes to, long before it shows in a count.
 *
 * <p>What cannot be asked says nothing. Not thread-safe.
 */
final class SignsOfLife implements Closeable {

  private static final int TIMEOUT_SECONDS = 5;
  private static final int MAX_DEPTH = 3;

  private final @Nullable Path archive;
  private final List<String> topics;
  private final @Nullable Admin admin;

  private SignsOfLife(@Nullable Path archive, List<String> topics, @Nullable Admin admin) {
    this.archive = archive;
    this.topics = topics;
    this.admin = admin;
  }

  /** Of the pipeline behind the topic that clicks are sent to, as far as it can be looked at. */
  static SignsOfLife of(StackOptions stack) throws CommandFailure {
    Map<String, Object> settings =
        new HashMap<>(KafkaConfigFile.read(stack.kafkaConfigFile()).admin());
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers());
    StackEndpoints endpoints = stack.endpoints();
    return new SignsOfLife(
        endpoints.archive().orElse(null), endpoints.outputTopics(), Admin.create(settings));
  }

  /** Of nobody. */
  static SignsOfLife none() {
    return new SignsOfLife(null, List.of(), null);
  }

  /** A number that grows when the pipeline has written something; too low if nobody answers. */
  long written() {
    return archivedFiles() + records();
  }

  @Override
  public void close() {
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }

  private long archivedFiles() {
    if (archive == null) {
      return 0;
    }
    try (Stream<Path> files = Files.find(archive, MAX_DEPTH, (file, is) -> is.isRegularFile())) {
      return files.count();
    } catch (IOException | UncheckedIOException e) {
      // A file that was there a moment ago.
      return 0;
    }
  }

  private long records() {
    if (admin == null || topics.isEmpty()) {
      return 0;
    }
    try {
      Map<String, TopicDescription> described =
          admin.describeTopics(topics).allTopicNames().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      described.forEach(
          (topic, description) ->
              description
                  .partitions()
                  .forEach(
                      partition ->
                          ends.put(
                              new TopicPartition(topic, partition.partition()),
                              OffsetSpec.latest())));
      return admin.listOffsets(ends).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).values().stream()
          .mapToLong(ListOffsetsResultInfo::offset)
          .sum();
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
