package org.adclicks.pipeline.command;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * What one look at a whole topic showed.
 *
 * @param partitionsWithRecords those that hold a record that can still be read
 */
record TopicLook(Set<Integer> partitionsWithRecords) {

  private static final int TIMEOUT_SECONDS = 10;

  public TopicLook {
    partitionsWithRecords = Set.copyOf(partitionsWithRecords);
  }

  /** Looks at the first and last offsets of all partitions. */
  static TopicLook at(Admin admin, String topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    Collection<TopicDescription> descriptions =
        admin
            .describeTopics(List.of(topic))
            .allTopicNames()
            .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .values();
    Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (TopicDescription description : descriptions) {
      for (TopicPartitionInfo info : description.partitions()) {
        earliest.put(new TopicPartition(topic, info.partition()), OffsetSpec.earliest());
        latest.put(new TopicPartition(topic, info.partition()), OffsetSpec.latest());
      }
    }
    Map<TopicPartition, ListOffsetsResultInfo> firstOffsets = offsets(admin, earliest);
    Map<TopicPartition, ListOffsetsResultInfo> endOffsets = offsets(admin, latest);
    Set<Integer> used = new HashSet<>();
    endOffsets.forEach(
        (partition, end) -> {
          ListOffsetsResultInfo first = firstOffsets.get(partition);
          if (first != null && end.offset() > first.offset()) {
            used.add(partition.partition());
          }
        });
    return new TopicLook(used);
  }

  /** Whether nothing can be read from any partition. */
  boolean showsEmptyTopic() {
    return partitionsWithRecords.isEmpty();
  }

  private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
      Admin admin, Map<TopicPartition, OffsetSpec> wanted)
      throws ExecutionException, InterruptedException, TimeoutException {
    return admin.listOffsets(wanted).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }
}
