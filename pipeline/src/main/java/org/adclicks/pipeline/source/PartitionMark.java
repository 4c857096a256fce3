package org.adclicks.pipeline.source;

import org.adclicks.pipeline.kafka.StartOffsets;

/**
 * How far one partition was read.
 *
 * @param nextOffset what is to be read next; -1 for the partition's beginning
 * @param timeMillis of its clock; {@link PartitionClock#NEVER} if it had no click
 * @param quietMillis how long nothing newer had come by then
 */
record PartitionMark(int partition, long nextOffset, long timeMillis, long quietMillis) {

  /** Where nothing was read yet. */
  static final long FROM_THE_BEGINNING = StartOffsets.FROM_THE_BEGINNING;
}
