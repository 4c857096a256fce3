package org.adclicks.pipeline.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.adclicks.pipeline.kafka.EndLook;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a slot's partitions have been read, of which some may be added to the topic meanwhile.
 *
 * <p>Mutable. Units: milliseconds since 1970.
 */
final class SlotPartitions {

  private static final Logger LOG = LoggerFactory.getLogger(SlotPartitions.class);
  private static final long STUCK_MILLIS = 60_000;

  private final int slot;
  private final int slots;
  private final SourceSettings settings;
  private final Map<Integer, PartitionProgress> partitions = new TreeMap<>();
  private boolean isTopicKnown;

  /** Those a checkpoint knows. */
  SlotPartitions(
      int slot, int slots, SourceSettings settings, @Nullable SlotMark mark, long nowMillis) {
    this.slot = slot;
    this.slots = slots;
    this.settings = settings;
    if (mark != null) {
      isTopicKnown = !mark.partitions().isEmpty();
      for (PartitionMark each : mark.partitions()) {
        partitions.put(
            each.partition(), PartitionProgress.restoredAt(nowMillis, settings.rule(), each));
      }
    }
  }

  /** Whether a partition is of this slot. */
  boolean has(int partition) {
    return partition % slots == slot;
  }

  /** Nothing is known of a topic nobody has looked at: not even whether all is read. */
  boolean isTopicKnown() {
    return isTopicKnown;
  }

  PartitionProgress of(int number, long nowMillis) {
    return partitions.computeIfAbsent(
        number, n -> PartitionProgress.startedAt(nowMillis, settings.rule(), n));
  }

  /** Takes those of this slot from the topic's; none of them says that nobody knows. */
  void add(Set<Integer> known, long nowMillis) {
    if (known.isEmpty()) {
      return;
    }
    Set<Integer> added = new TreeSet<>();
    for (int number : known) {
      if (has(number) && !partitions.containsKey(number)) {
        added.add(number);
        of(number, nowMillis);
      }
    }
    String topic = settings.topic().name();
    if (isTopicKnown && !added.isEmpty()) {
      LOG.warn(
          "Topic {} has new partitions {}: they are read from their beginning now", topic, added);
    } else if (!added.isEmpty()) {
      LOG.info("share {} of {} of {}: partitions {}", slot, slots, topic, added);
    }
    isTopicKnown = true;
  }

  /** Of a topic made anew nothing has been read, however far the one before was. */
  void beginAnew(long nowMillis) {
    partitions.replaceAll(
        (number, before) -> PartitionProgress.startedAt(nowMillis, settings.rule(), number));
  }

  /** Takes note of where partitions end, as far as that is known; gives about how much is left. */
  long look(IntFunction<@Nullable EndLook> ends) {
    long backlog = 0;
    for (Map.Entry<Integer, PartitionProgress> entry : partitions.entrySet()) {
      EndLook end = ends.apply(entry.getKey());
      if (end != null) {
        PartitionProgress partition = entry.getValue();
        partition.ends(end);
        if (partition.stuckMillis() >= STUCK_MILLIS) {
          LOG.warn(
              "Partition {} of {} has more than can be read for a minute, so no minute closes: a"
                  + " transaction is open in it, or its broker gives nothing",
              entry.getKey(),
              settings.topic().name());
        }
        backlog += partition.backlogBytes(end);
      }
    }
    return backlog;
  }

  /** What had come by then to any of them, and before {@code atMostMillis}, has been read. */
  long readThroughMillis(long atMostMillis) {
    long through = atMostMillis;
    for (PartitionProgress partition : partitions.values()) {
      through = Math.min(through, partition.clock().seenThroughMillis());
    }
    return through;
  }

  List<PartitionClock> clocks() {
    List<PartitionClock> clocks = new ArrayList<>(partitions.size());
    partitions.values().forEach(partition -> clocks.add(partition.clock()));
    return clocks;
  }

  List<PartitionMark> marks() {
    return partitions.values().stream().map(PartitionProgress::mark).toList();
  }
}
