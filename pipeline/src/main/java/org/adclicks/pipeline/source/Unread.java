package org.adclicks.pipeline.source;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.adclicks.click.Origin;
import org.adclicks.click.line.LogLine;
import org.adclicks.click.line.UnreadSpan;
import org.jspecify.annotations.Nullable;

/**
 * What is told of partitions of which records were deleted unread: clicks from where all was known,
 * by the checkpoint or since, or from the beginning of time, to what had arrived when the first
 * record left did.
 *
 * <p>Mutable. Units: milliseconds since 1970. State: a number a partition. Source:
 * docs/decisions/0046.
 */
final class Unread {

  private final SourceSettings settings;
  private final Map<Integer, Long> known = new HashMap<>();
  private final Set<Integer> untold = new HashSet<>();
  private final Map<Integer, Long> standing = new HashMap<>();

  Unread(SourceSettings settings, @Nullable SlotMark mark) {
    this.settings = settings;
    if (mark != null) {
      mark.partitions()
          .forEach(partition -> isKnown(partition.partition(), mark.watermarkMillis()));
    }
  }

  /** All records of it have been read so far, and the slot's watermark is here. */
  void isKnown(int partition, long watermarkMillis) {
    known.put(partition, Math.max(0, watermarkMillis));
  }

  /** Some were deleted before those that are read of them next. */
  void areTrimmed(Collection<Integer> partitions) {
    untold.addAll(partitions);
  }

  /** Whether that is yet to be told of it. */
  boolean isUntold(int partition) {
    return untold.contains(partition);
  }

  /** No record has come from it yet, and the next will have this offset. */
  void standsAt(int partition, long offset) {
    standing.put(partition, offset);
  }

  /** The next offsets of those that have not been told of, and gave no record yet. */
  Map<Integer, Long> standing() {
    return new TreeMap<>(standing);
  }

  /**
   * What to tell, once each time.
   *
   * @param offset of the first record that is left
   * @param arrivalMillis when that one came, or by when none had
   */
  LogLine tell(int partition, long offset, long arrivalMillis) {
    untold.remove(partition);
    standing.remove(partition);
    long from = known.getOrDefault(partition, 0L);
    // Clicks may be dated ahead of their arrival.
    long to = Math.max(from, arrivalMillis + settings.rule().allowedSkew().millis());
    return LogLine.ofUnread(
        new Origin(settings.topic().name(), partition, offset),
        arrivalMillis,
        new UnreadSpan(from, to));
  }
}
