package org.adclicks.pipeline.queue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.adclicks.pipeline.kafka.StartOffsets;
import org.apache.beam.sdk.io.UnboundedSource;

/**
 * What a checkpoint knows of a share of the queue, and nothing of where Kafka is.
 *
 * @param topicId of the topic the offsets are of; empty if the broker gives none, or not known
 * @param partitions all the share knew, read or not
 */
record QueueMark(String topicId, List<Position> partitions)
    implements UnboundedSource.CheckpointMark {

  /**
   * How far one partition was read.
   *
   * @param nextOffset what is to be read next, or {@link StartOffsets#FROM_THE_BEGINNING}
   * @param number where its clock stood
   */
  record Position(int partition, long nextOffset, long number) {}

  QueueMark {
    partitions = List.copyOf(partitions);
  }

  /** Where it says to go on. */
  StartOffsets start() {
    Map<Integer, Long> offsets = new TreeMap<>();
    partitions.forEach(each -> offsets.put(each.partition(), each.nextOffset()));
    return new StartOffsets(topicId, offsets);
  }

  /** Nothing is committed: what was read is not yet in the store. */
  @Override
  public void finalizeCheckpoint() {}
}
