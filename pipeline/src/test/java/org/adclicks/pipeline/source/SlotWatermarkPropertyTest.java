package org.adclicks.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * A topic read by two slots in any order, with silences, junk, new partitions and restarts: no
 * click that comes within the delay is ever behind the watermark of them all, and that one moves
 * on.
 */
class SlotWatermarkPropertyTest {

  private static final WatermarkRule RULE = SlotScript.RULE;
  private static final int SLOTS = 2;
  private static final int SECONDS = 400;

  @Property(tries = 300)
  void aClickWithinTheDelayIsNeverLate(@ForAll long seed) {
    Run run = new Run(new Random(seed));
    for (int second = 0; second < SECONDS; second++) {
      run.second();
    }
    run.everythingIsRead();
  }

  private record Arrived(long arrivalMillis, long clickMillis) {}

  private static final class Partition {
    private final Deque<Arrived> unread = new ArrayDeque<>();
    private final boolean isUsed;
    private long silentUntil;
    private PartitionClock clock;

    Partition(boolean isUsed, long now) {
      this.isUsed = isUsed;
      this.clock = PartitionClock.startedAt(now, RULE);
    }
  }

  private static final class Run {
    private final Random random;
    private final Map<Integer, Partition> partitions = new TreeMap<>();
    private final SlotWatermark[] slots = new SlotWatermark[SLOTS];
    private long now = 1_700_000_000_000L;
    private Optional<NewestTime> newest = Optional.empty();

    /** Since the last click arrived: time in which nobody read is no silence. */
    private long downMillis;

    Run(Random random) {
      this.random = random;
      for (int i = 0; i < SLOTS; i++) {
        slots[i] = new SlotWatermark(RULE, PartitionClock.NEVER, now);
      }
      for (int i = 0; i <= random.nextInt(5); i++) {
        addPartition();
      }
    }

    void second() {
      now += 1000;
      arrive();
      read();
      if (random.nextInt(5) == 0) {
        look();
      }
      if (random.nextInt(60) == 0) {
        restart();
      }
      if (random.nextInt(100) == 0) {
        addPartition();
      }
      advance();
    }

    /** Nothing comes any more; half an hour later everything that had come is closed. */
    void everythingIsRead() {
      long last = now;
      for (int second = 0; second < 120; second++) {
        now += 1000;
        for (Partition partition : partitions.values()) {
          read(partition, Integer.MAX_VALUE);
        }
        look();
        advance();
      }
      if (newest.isPresent()) {
        assertThat(watermark()).isGreaterThan(last - downMillis - 60_000);
      }
    }

    private void addPartition() {
      partitions.put(partitions.size(), new Partition(random.nextInt(3) > 0, now));
    }

    private void arrive() {
      for (Partition partition : partitions.values()) {
        if (random.nextInt(40) == 0) {
          partition.silentUntil = now + 1000L * random.nextInt(120);
        }
        if (partition.isUsed && now >= partition.silentUntil && random.nextBoolean()) {
          long behind = random.nextInt((int) RULE.delayMillis() + 1);
          partition.unread.add(new Arrived(now, now - behind));
          downMillis = 0;
        }
      }
    }

    private void read() {
      for (Partition partition : partitions.values()) {
        read(partition, random.nextInt(4));
      }
    }

    private void read(Partition partition, int most) {
      for (int i = 0; i < most && !partition.unread.isEmpty(); i++) {
        Arrived click = partition.unread.remove();
        assertThat(click.clickMillis()).isGreaterThanOrEqualTo(watermark());
        partition.clock.click(click.clickMillis(), click.arrivalMillis(), now);
        advance();
      }
      if (most > 0 && partition.unread.isEmpty()) {
        partition.clock.seenThrough(now);
      }
    }

    private void look() {
      List<Long> times = new ArrayList<>();
      newest.ifPresent(known -> times.add(known.timeMillis()));
      for (Partition partition : partitions.values()) {
        partition.unread.forEach(click -> times.add(click.clickMillis() - RULE.delayMillis()));
        if (partition.clock.timeMillis() != PartitionClock.NEVER) {
          times.add(partition.clock.timeMillis() - partition.clock.quietMillis());
        }
      }
      times.stream()
          .max(Long::compare)
          .ifPresent(time -> newest = Optional.of(new NewestTime(time, now)));
    }

    private void restart() {
      long down = 1000L * random.nextInt(100);
      now += down;
      downMillis += down;
      partitions.forEach(
          (number, partition) -> {
            PartitionMark mark =
                new PartitionMark(
                    number, 0, partition.clock.timeMillis(), partition.clock.quietMillis());
            partition.clock = PartitionClock.restoredAt(now, RULE, mark);
          });
      for (int i = 0; i < SLOTS; i++) {
        slots[i] = new SlotWatermark(RULE, slots[i].valueMillis(), now);
      }
    }

    private void advance() {
      for (int i = 0; i < SLOTS; i++) {
        long before = slots[i].valueMillis();
        List<PartitionClock> clocks = new ArrayList<>();
        for (Map.Entry<Integer, Partition> partition : partitions.entrySet()) {
          if (partition.getKey() % SLOTS == i) {
            clocks.add(partition.getValue().clock);
          }
        }
        assertThat(slots[i].advance(clocks, newest, now)).isGreaterThanOrEqualTo(before);
      }
    }

    private long watermark() {
      return Math.min(slots[0].valueMillis(), slots[1].valueMillis());
    }
  }
}
