package org.adclicks.pipeline.source;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where a checkpoint says to go on reading.
 *
 * @param topicId of the topic they are of; empty if that is not known
 * @param byPartition next offset, or {@link PartitionMark#FROM_THE_BEGINNING}
 */
record StartOffsets(String topicId, Map<Integer, Long> byPartition) {

  /** Without a checkpoint. */
  static final StartOffsets NONE = new StartOffsets("", Map.of());

  StartOffsets {
    byPartition = Map.copyOf(byPartition);
  }

  static StartOffsets of(SlotMark mark) {
    Map<Integer, Long> offsets = new TreeMap<>();
    mark.partitions().forEach(each -> offsets.put(each.partition(), each.nextOffset()));
    return new StartOffsets(mark.topicId(), offsets);
  }

  /** Whether they say nothing of this topic, though it has the same name. */
  boolean areOfAnother(String id) {
    return !byPartition.isEmpty() && !topicId.isEmpty() && !id.isEmpty() && !topicId.equals(id);
  }
}
