package org.adclicks.pipeline.restate;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.adclicks.pipeline.options.Sink;
import org.adclicks.pipeline.options.StreamConfig;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.pipeline.sink.StoredPartitions;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.FinalStretches;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.rank.RankingWindow;

/**
 * What has to be true before hours are held against the archive: that the stream has nothing more
 * to write of them, and that it writes what our settings say.
 */
final class Preconditions {

  /** A stream tells how far it is every ten seconds. */
  private static final Duration LOOK = Duration.ofSeconds(40);

  private final StreamConfig config;
  private final Restatements restatements;
  private final boolean hasStreamEnded;
  private final Consumer<String> progress;

  /**
   * @param hasStreamEnded whether what is not FINAL is taken for it, unless it is being counted
   */
  Preconditions(
      StreamConfig config,
      Restatements restatements,
      boolean hasStreamEnded,
      Consumer<String> progress) {
    this.config = config;
    this.restatements = restatements;
    this.hasStreamEnded = hasStreamEnded;
    this.progress = progress;
  }

  /**
   * Checks all of it.
   *
   * @param arrivedBefore files of later arrivals are left out
   */
  void require(HourRange hours, Instant arrivedBefore) throws RestatementRefused {
    List<CountedStretch> stretches = restatements.stretches();
    requireFinal(hours, stretches);
    if (arrivedBefore.toEpochMilli() <= hours.toMillis()) {
      throw new RestatementRefused(
          "--arrived-before "
              + arrivedBefore
              + " leaves out clicks of these hours: it must be after "
              + Instant.ofEpochMilli(hours.toMillis()));
    }
    requireKept(hours);
    for (long hour : hours.hours()) {
      if (CountedStretch.ofHour(hour, stretches).isEmpty()) {
        throw new RestatementRefused(
            "the hour from "
                + Instant.ofEpochMilli(hour)
                + " was never counted, and is not asked for: leave it out");
      }
    }
    CountedStretch newest =
        stretches.stream()
            .max(Comparator.comparingLong(CountedStretch::throughMillis))
            .orElseThrow();
    requireSameWindows(newest);
    requireSameBuckets(newest);
  }

  /** Of what has left the store nobody could say whether the archive has less. */
  private void requireKept(HourRange hours) throws RestatementRefused {
    Map<Long, Long> written = restatements.written(hours);
    for (StoreTable table : List.of(StoreTable.MINUTES, StoreTable.CELLS_BY_HOUR)) {
      try (StoredPartitions stored =
          StoredPartitions.connect(Objects.requireNonNull(config.store()), table, 1, "*")) {
        for (long hour : hours.hours()) {
          if (stored.areGone(written.get(hour), Periods.DAY_MILLIS)) {
            throw new RestatementRefused(
                table.cqlName()
                    + " no longer has the hour from "
                    + Instant.ofEpochMilli(hour)
                    + ": leave it out");
          }
        }
      }
    }
  }

  /** Of what may still change nothing that is written now would stay right. */
  private void requireFinal(HourRange hours, List<CountedStretch> stretches)
      throws RestatementRefused {
    // Lists reach into the hours from before, and those that do end as much later.
    long reach = HourRows.reachMillis(config);
    long from = hours.fromMillis() - reach;
    long needed = hours.toMillis() + reach;
    List<FinalStretches.Stretch> told = restatements.finals(stretches);
    long through = FinalStretches.of(told).finalUntil(from, needed);
    if (through < needed && hasStreamEnded && !told.isEmpty()) {
      through = FinalStretches.of(allEndedBut(newest(told), told)).finalUntil(from, needed);
      if (through < needed && standsStill(newest(told))) {
        return;
      }
    }
    if (through < needed) {
      throw new RestatementRefused(
          (through == from
                  ? "minutes of then are not FINAL yet"
                  : "minutes are FINAL through " + Instant.ofEpochMilli(through))
              + "; hours up to "
              + Instant.ofEpochMilli(hours.toMillis())
              + " can be taken once they are through "
              + Instant.ofEpochMilli(needed)
              + (hasStreamEnded
                  ? ": the stream that counts them goes on"
                  : ", or with --ended-stream if the stream that counted them is gone for good"));
    }
  }

  private static FinalStretches.Stretch newest(List<FinalStretches.Stretch> stretches) {
    return stretches.stream()
        .max(Comparator.comparingLong(FinalStretches.Stretch::toMillis))
        .orElseThrow();
  }

  /** The newest one is another's, who may be alive. */
  private static List<FinalStretches.Stretch> allEndedBut(
      FinalStretches.Stretch newest, List<FinalStretches.Stretch> stretches) {
    return stretches.stream().map(each -> each.equals(newest) ? each : each.ended()).toList();
  }

  /** Whoever is alive tells more all the time, also when nobody clicks. */
  private boolean standsStill(FinalStretches.Stretch newest) {
    progress.accept(
        "looking for " + LOOK.toSeconds() + " s whether the stream that counts them goes on");
    try {
      Thread.sleep(LOOK.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return restatements.stretches().stream()
        .allMatch(each -> each.throughMillis() <= newest.toMillis());
  }

  private void requireSameWindows(CountedStretch newest) throws RestatementRefused {
    String ours = RankingWindow.text(config.slidingWindowsKept());
    if (!newest.windows().equals(ours)) {
      throw new RestatementRefused(
          "the stream keeps lists of other windows: give --slidingWindows="
              + newest.windows()
              + ", not "
              + ours);
    }
  }

  private void requireSameBuckets(CountedStretch newest) throws RestatementRefused {
    ClickBuckets ours = config.shards().clicks();
    ClickBuckets streams = newest.buckets().orElse(ours);
    if (config.writes(Sink.CLICKS) && !streams.equals(ours)) {
      throw new RestatementRefused(
          "the stream spreads clicks over other buckets: give --clickBuckets="
              + streams.count()
              + ", not "
              + ours.count());
    }
  }
}
