package org.adclicks.pipeline.source;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.adclicks.pipeline.kafka.StartOffsets;
import org.apache.beam.sdk.io.UnboundedSource;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint knows of a slot: offsets and times, and nothing of where Kafka is.
 *
 * @param topicId of the topic the offsets are of; empty if the broker gives none, or not known
 * @param watermarkMillis the slot's watermark, which the next reader begins with
 * @param partitions all the slot knew, read or not
 * @param round where rounds are counted
 */
record SlotMark(
    String topicId, long watermarkMillis, List<PartitionMark> partitions, @Nullable RoundMark round)
    implements UnboundedSource.CheckpointMark {

  SlotMark {
    partitions = List.copyOf(partitions);
  }

  /** Where none are. */
  SlotMark(String topicId, long watermarkMillis, List<PartitionMark> partitions) {
    this(topicId, watermarkMillis, partitions, null);
  }

  /** Where it says to go on. */
  StartOffsets start() {
    Map<Integer, Long> offsets = new TreeMap<>();
    partitions.forEach(each -> offsets.put(each.partition(), each.nextOffset()));
    return new StartOffsets(topicId, offsets);
  }

  /** Nothing is committed: offsets without the state that belongs to them say "read", not kept. */
  @Override
  public void finalizeCheckpoint() {}
}
