package org.adclicks.pipeline.source;

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
 * What is told of partitions of which records were deleted unread: clicks from where the checkpoint
 * knew all, or from the beginning of time, to what had arrived when the first record left did.
 *
 * <p>Units: milliseconds since 1970. State: a number a partition. Source: docs/decisions/0046.
 */
final class Unread {

  private final SourceSettings settings;
  private final Set<Integer> known = new HashSet<>();
  private final long knownMillis;
  private final Set<Integer> told = new HashSet<>();
  private final Map<Integer, Long> standing = new HashMap<>();

  Unread(SourceSettings settings, @Nullable SlotMark mark) {
    this.settings = settings;
    this.knownMillis = mark == null ? 0 : Math.max(0, mark.watermarkMillis());
    if (mark != null) {
      mark.partitions().forEach(partition -> known.add(partition.partition()));
    }
  }

  boolean isTold(int partition) {
    return told.contains(partition);
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
   * What to tell, once.
   *
   * @param offset of the first record that is left
   * @param arrivalMillis when that one came, or by when none had
   */
  LogLine tell(int partition, long offset, long arrivalMillis) {
    told.add(partition);
    standing.remove(partition);
    long from = known.contains(partition) ? knownMillis : 0;
    // Clicks may be dated ahead of their arrival.
    long to = Math.max(from, arrivalMillis + settings.rule().allowedSkew().millis());
    return LogLine.ofUnread(
        new Origin(settings.topic().name(), partition, offset),
        arrivalMillis,
        new UnreadSpan(from, to));
  }
}
