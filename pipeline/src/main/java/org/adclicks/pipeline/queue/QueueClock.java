package org.adclicks.pipeline.queue;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How far a share of the queue is read, in the queue's own time: the number of the newest control
 * record that each partition has been read behind. All that was acknowledged before that record was
 * appended lies before the least of them.
 *
 * <p>State: a number a partition. None goes back; of marks that come in another order than their
 * numbers have, the greatest counts, since it vouches for what the others do.
 */
final class QueueClock {

  /** Nobody is held by a share without partitions; far from any number, and not Beam's end. */
  static final long HOLDS_NOBODY = 1L << 52;

  /** Nothing is known yet. */
  static final long BEGINNING = 0;

  private final Map<Integer, Long> reached = new TreeMap<>();
  private boolean isKnown;

  /** Of the partitions a checkpoint has; which there are now is yet to be known. */
  void restore(int partition, long number) {
    reached.put(partition, number);
  }

  /** These are all partitions of the share. Those that were not there have told nothing. */
  void know(Set<Integer> partitions) {
    partitions.forEach(partition -> reached.putIfAbsent(partition, BEGINNING));
    isKnown = true;
  }

  /** What was restored is of another topic. */
  void forget() {
    reached.clear();
  }

  /** A control record or a mark of this number was read. */
  void number(int partition, long number) {
    reached.merge(partition, number, Math::max);
  }

  /** Where the partition stands: what is read of it next is no older. */
  long of(int partition) {
    return reached.getOrDefault(partition, BEGINNING);
  }

  /** What every partition has been read behind. */
  long watermark() {
    if (!isKnown) {
      return BEGINNING;
    }
    return reached.values().stream().mapToLong(Long::longValue).min().orElse(HOLDS_NOBODY);
  }
}
