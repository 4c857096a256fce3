package org.adclicks.pipeline.kafka;

import java.util.Map;

/**
 * Where a checkpoint says to go on reading.
 *
 * @param topicId of the topic they are of; empty if that is not known
 * @param byPartition next offset, or {@link #FROM_THE_BEGINNING}
 */
public record StartOffsets(String topicId, Map<Integer, Long> byPartition) {

  /** Where nothing was read yet. */
  public static final long FROM_THE_BEGINNING = -1;

  /** Without a checkpoint. */
  public static final StartOffsets NONE = new StartOffsets("", Map.of());

  public StartOffsets {
    byPartition = Map.copyOf(byPartition);
  }

  /** Whether they say nothing of this topic, though it has the same name. */
  public boolean areOfAnother(String id) {
    return !byPartition.isEmpty() && !topicId.isEmpty() && !id.isEmpty() && !topicId.equals(id);
  }
}
