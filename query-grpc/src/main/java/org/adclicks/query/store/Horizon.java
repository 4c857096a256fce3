package org.adclicks.query.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.RestatedHours;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.NothingCountedException;
import org.adclicks.query.question.OutOfRangeException;
import org.adclicks.query.question.Progress;
import org.adclicks.query.question.SlidingWindow;
import org.adclicks.query.question.Standing;

/**
 * How far the store reaches at the moment of a question: how far it is complete, what was counted,
 * what was counted anew, and what is still kept. One question has one, so that all its reads see
 * the same.
 *
 * <p>Units: milliseconds since 1970. Errors: {@link OutOfRangeException} for what never was counted
 * or is no longer kept, be it in part.
 */
public final class Horizon {

  private final CountedReader counted;
  private final Progress progress;
  private final RestatedHours restated;
  private final CountedSpans spans;

  private Horizon(
      CountedReader counted, Progress progress, RestatedHours restated, CountedSpans spans) {
    this.counted = counted;
    this.progress = progress;
    this.restated = restated;
    this.spans = spans;
  }

  /** Errors: {@link NothingCountedException}. */
  public static Horizon of(ClickStore store) {
    return find(store).orElseThrow(NothingCountedException::new);
  }

  /** Nothing if nothing has been counted yet of minutes that are closed. */
  public static Optional<Horizon> find(ClickStore store) {
    Progress progress = store.minutes().progress();
    if (progress.asOf().isEmpty()) {
      return Optional.empty();
    }
    RestatedHours restated = store.restated().hours(progress);
    CountedSpans spans = store.counted().spans(progress);
    return spans.isEmpty()
        ? Optional.empty()
        : Optional.of(new Horizon(store.counted(), progress, restated, spans));
  }

  public Progress progress() {
    return progress;
  }

  /** How minutes stand. */
  public Standing standing() {
    return new Standing(progress.asOfMillis(), spans.finals());
  }

  /** The hours that were restated by then: where to read them. */
  public RestatedHours restated() {
    return restated;
  }

  /** Whether any of the interval was. */
  public boolean isRestated(MinuteInterval interval) {
    return restated.touch(interval.fromMillis(), interval.toMillis());
  }

  public List<SlidingWindow> windows() {
    return spans.windows();
  }

  /**
   * Any range from here on can be asked of this table.
   *
   * <p>Errors: {@link OutOfRangeException} if the pipeline does not write it.
   */
  public long dataFrom(StoredTable table) {
    KeptPart part = KeptPart.of(table);
    if (!spans.keeps(part)) {
      throw new OutOfRangeException(
          "filter",
          "the pipeline runs without the sink \"" + part.cqlName() + "\" (--sinks)",
          progress.asOfMillis());
    }
    long from = spans.newestFromMillis(part);
    return counted.goneUntil(table, from, Math.max(progress.asOfMillis(), from + 1)).orElse(from);
  }

  /**
   * Whether the pipeline has kept whole lists of a sliding window, and the store has them still.
   */
  public boolean keepsListOf(MinuteInterval window) {
    return window.fromMillis() >= spans.windowsFromMillis()
        && counted.goneUntil(StoredTable.TOP_ADS, window.fromMillis(), window.toMillis()).isEmpty();
  }

  /**
   * Whether the minutes' lists are there and whole, and the cells of the ads they leave open. A
   * pipeline that lists from some minute on has lists of earlier ones, too, with what came late.
   */
  public boolean keepsLists(MinuteInterval interval) {
    return RangePlan.ofMinutes(interval, restated).stream().allMatch(this::isListed)
        && goneUntil(StoredTable.LEADERBOARDS, interval).isEmpty()
        && goneUntil(StoredTable.CELLS, interval).isEmpty();
  }

  private boolean isListed(RangePlan.Piece piece) {
    return restated.touch(piece.fromMillis(), piece.toMillis())
        || spans.covers(
            KeptPart.FIVE_MINUTES, new MinuteInterval(piece.fromMillis(), piece.toMillis()));
  }

  /** The same of a list of these five minutes. */
  public boolean keepsFiveMinutes(MinuteInterval five) {
    return five.toMillis() <= progress.asOfMillis()
        && spans.isOfOne(KeptPart.FIVE_MINUTES, five)
        && goneUntil(StoredTable.LEADERBOARDS_BY_FIVE_MINUTES, five).isEmpty()
        && goneUntil(StoredTable.CELLS, five).isEmpty();
  }

  /** What to read for an interval's cells, all of which are there. */
  public List<RangePlan.Piece> plan(MinuteInterval interval) {
    requireCounted(interval, StoredTable.CELLS);
    List<RangePlan.Piece> pieces = RangePlan.withRollUps(interval, restated, spans::areRolledUp);
    for (RangePlan.Piece piece : pieces) {
      StoredTable table = tableOf(piece.grain());
      OptionalLong gone = counted.goneUntil(table, piece.fromMillis(), piece.toMillis());
      if (gone.isPresent()) {
        throw noLongerKept(table);
      }
    }
    return pieces;
  }

  /** What to read for an interval's clicks of a user or ip, all of which are there. */
  public List<ClickPiece> planClicks(MinuteInterval interval) {
    requireCounted(interval, StoredTable.CLICK_HOURS);
    List<ClickPiece> pieces = new ArrayList<>();
    for (ClickStretch stretch : spans.clickStretches(interval)) {
      for (RangePlan.Piece piece : RangePlan.ofMinutes(stretch.part(), restated)) {
        ClickPiece clicks = clicksOf(stretch, piece);
        if (goneUntil(clicks.table(), clicks.part()).isPresent()) {
          throw noLongerKept(clicks.table());
        }
        int last = pieces.size() - 1;
        if (last >= 0 && pieces.get(last).goesOnWith(clicks)) {
          pieces.set(last, pieces.get(last).with(clicks));
        } else {
          pieces.add(clicks);
        }
      }
    }
    return pieces;
  }

  /**
   * A restated hour is by hour, in buckets of its own, whoever counted it before; or its clicks are
   * nowhere.
   */
  private ClickPiece clicksOf(ClickStretch stretch, RangePlan.Piece piece) {
    long hour = Periods.hourOf(piece.fromMillis());
    if (restated.isWithoutClicks(hour)) {
      throw new OutOfRangeException(
          "from",
          "clicks by user and ip are not kept of "
              + Instant.ofEpochMilli(hour)
              + ", an hour that was recomputed without them",
          dataFrom(StoredTable.CLICK_HOURS));
    }
    Optional<ClickBuckets> anew = restated.bucketsOf(hour);
    boolean isByHour = anew.isPresent() || stretch.isRewritten(hour);
    return new ClickPiece(
        isByHour ? StoredTable.CLICK_HOURS : StoredTable.CLICKS_BY_MINUTE,
        anew.orElseGet(stretch::buckets),
        isByHour
            ? RestatedHours.partition(Periods.dayOf(hour), restated.epochOf(hour))
            : piece.partitionMillis(),
        new MinuteInterval(piece.fromMillis(), piece.toMillis()));
  }

  /** Fails unless every row of the interval is in the table. */
  public void require(StoredTable table, MinuteInterval interval) {
    requireCounted(interval, table);
    if (goneUntil(table, interval).isPresent()) {
      throw noLongerKept(table);
    }
  }

  private OptionalLong goneUntil(StoredTable table, MinuteInterval interval) {
    return counted.goneUntil(table, interval.fromMillis(), interval.toMillis());
  }

  private void requireCounted(MinuteInterval interval, StoredTable table) {
    KeptPart part = KeptPart.of(table);
    if (spans.covers(part, interval)) {
      return;
    }
    StringBuilder known = new StringBuilder();
    for (MinuteInterval stretch : spans.stretches(part)) {
      known.append(known.isEmpty() ? "" : ", ").append(stretch);
    }
    throw new OutOfRangeException(
        "from",
        "not all of " + interval + " was ever counted; counted is " + known,
        dataFrom(table));
  }

  private OutOfRangeException noLongerKept(StoredTable table) {
    long minutesFrom = dataFrom(StoredTable.CELLS);
    if (KeptPart.of(table) == KeptPart.CLICKS) {
      long from = dataFrom(table);
      return new OutOfRangeException(
          "from",
          "clicks by user and ip are no longer kept of before " + Instant.ofEpochMilli(from),
          from);
    }
    StringBuilder sentence =
        new StringBuilder("minutes are no longer kept of before ")
            .append(Instant.ofEpochMilli(minutesFrom));
    if (spans.hasPeriods(KeptPart.ROLL_UPS) && spans.keeps(KeptPart.ROLL_UPS)) {
      sentence
          .append("; whole hours can be asked for from ")
          .append(Instant.ofEpochMilli(dataFrom(StoredTable.CELLS_BY_HOUR)))
          .append(" on, whole days (UTC) from ")
          .append(Instant.ofEpochMilli(dataFrom(StoredTable.CELLS_BY_DAY)))
          .append(" on");
    }
    return new OutOfRangeException("from", sentence.toString(), minutesFrom);
  }

  private static StoredTable tableOf(RangePlan.Grain grain) {
    return switch (grain) {
      case MINUTES -> StoredTable.CELLS;
      case HOURS -> StoredTable.CELLS_BY_HOUR;
      case DAYS -> StoredTable.CELLS_BY_DAY;
    };
  }
}
