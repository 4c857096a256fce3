package org.adclicks.query.service;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.adclicks.proto.store.Periods;
import org.adclicks.query.question.Filter;
import org.adclicks.query.question.IntervalRequest;
import org.adclicks.query.question.InvalidRequestException;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.NothingCountedException;
import org.adclicks.query.question.OpenNotKeptException;
import org.adclicks.query.question.Progress;
import org.adclicks.query.question.ProtoTime;
import org.adclicks.query.store.ClickStore;
import org.adclicks.query.store.Horizon;
import org.adclicks.query.store.OpenMinutes;
import org.adclicks.query.store.StoredTable;
import org.adclicks.v1.MinuteState;
import org.jspecify.annotations.Nullable;

/**
 * How far one question reaches: into what is closed and, where they are meant and kept, into
 * minutes that are still open. Of the latter is read first, so that they never begin behind as_of.
 *
 * <p>Errors: {@link NothingCountedException}; where open minutes are asked for, {@link
 * OpenNotKeptException} and {@link InvalidRequestException} naming include_open.
 */
final class Reach {

  private static final String NOT_KEPT = "the pipeline keeps no counts of minutes still open";
  private static final String CLOCK_AHEAD =
      "minutes still open were counted by a machine whose clock is ahead of this one's";
  private static final long MOST_AHEAD_MILLIS = 10_000;

  private final @Nullable Horizon closed;
  private final @Nullable OpenMinutes open;
  private final boolean openAskedFor;

  private Reach(@Nullable Horizon closed, @Nullable OpenMinutes open, boolean openAskedFor) {
    this.closed = closed;
    this.open = open;
    this.openAskedFor = openAskedFor;
  }

  /**
   * Of a question.
   *
   * @param to its end as it is named, empty if it is not
   */
  static Reach of(ClickStore store, Filter filter, boolean includeOpen, String to) {
    boolean index = filter.needsClickIndex();
    if (includeOpen && index) {
      throw new InvalidRequestException(
          "include_open",
          "cannot be combined with a filter by user_id or ip, whose clicks are there once their"
              + " minute has closed");
    }
    if (!includeOpen && (index || to.isBlank())) {
      return new Reach(Horizon.of(store), null, false);
    }
    Optional<OpenMinutes> kept =
        includeOpen ? store.open().minutes() : store.open().minutesIfReadable();
    OpenMinutes open = kept.filter(minutes -> !isAhead(minutes)).orElse(null);
    if (open == null) {
      if (includeOpen) {
        throw new OpenNotKeptException(kept.isEmpty() ? NOT_KEPT : CLOCK_AHEAD);
      }
      return new Reach(Horizon.of(store), null, false);
    }
    return new Reach(Horizon.find(store).orElse(null), open, includeOpen);
  }

  /** Named by a clock that cannot be right: what it says of now is not so. */
  private static boolean isAhead(OpenMinutes open) {
    return open.countedThroughMillis() > System.currentTimeMillis() + MOST_AHEAD_MILLIS;
  }

  /** The whole minutes meant, of data that begins there. */
  MinuteInterval resolve(IntervalRequest wanted, long dataFrom, Duration longest) {
    return openAskedFor
        ? wanted.resolveOpen(newestMillis(), dataFrom, longest)
        : wanted.resolve(progress(), dataFrom, longest);
  }

  /** The newest whole minutes of this length, of which open ones are meant too. */
  MinuteInterval newest(Duration length) {
    long end = newestMillis();
    return new MinuteInterval(end - length.toMillis(), end).notBefore(dataFrom(StoredTable.CELLS));
  }

  /** Where the newest minute ends of which anything can be known. */
  private long newestMillis() {
    long counted = open == null ? Long.MIN_VALUE : open.countedThroughMillis();
    return Periods.ceilToMinute(Math.max(counted, progress().asOfMillis()));
  }

  /** Where an interval goes on into open minutes, if it does and they are meant and kept. */
  Cut cut(MinuteInterval interval) {
    long openFrom =
        closed == null ? interval.fromMillis() : Periods.minuteOf(progress().asOfMillis());
    if (interval.toMillis() <= openFrom) {
      return Cut.closed(interval);
    }
    long from = Math.max(interval.fromMillis(), openFrom);
    Optional<String> lacking = lacking(from);
    if (lacking.isEmpty()) {
      return Cut.at(interval, from);
    }
    if (openAskedFor) {
      throw new OpenNotKeptException(lacking.get());
    }
    if (closed == null) {
      throw new NothingCountedException();
    }
    return Cut.closed(interval);
  }

  /** Why open minutes from then on are not all counted, if they are not. */
  private Optional<String> lacking(long fromMillis) {
    if (open == null) {
      return Optional.of(NOT_KEPT);
    }
    if (isLongPast(open.countedThroughMillis())) {
      return Optional.of(
          "minutes still open were last counted at "
              + Instant.ofEpochMilli(open.countedThroughMillis()));
    }
    if (fromMillis < open.fromMillis()) {
      return Optional.of(
          "minutes still open are counted from "
              + Instant.ofEpochMilli(open.fromMillis())
              + " on, not from "
              + Instant.ofEpochMilli(fromMillis));
    }
    return Optional.empty();
  }

  /**
   * Whoever closes minutes counts open ones no more. Heartbeats may close them some seconds sooner.
   */
  private boolean isLongPast(long countedThroughMillis) {
    long asOf = progress().asOfMillis();
    return asOf != Long.MIN_VALUE && countedThroughMillis < asOf - Periods.MINUTE_MILLIS;
  }

  Progress progress() {
    return closed == null ? Progress.NONE : closed.progress();
  }

  /** Of a question that has minutes that are closed. */
  Horizon closed() {
    if (closed == null) {
      throw new NothingCountedException();
    }
    return closed;
  }

  /** Of a question that has minutes still open. */
  OpenMinutes open() {
    if (open == null) {
      throw new OpenNotKeptException(NOT_KEPT);
    }
    return open;
  }

  /** Any range from here on can be asked of this table. */
  long dataFrom(StoredTable table) {
    return closed == null ? open().fromMillis() : closed.dataFrom(table);
  }

  boolean isRestated(MinuteInterval interval) {
    return closed != null && closed.isRestated(interval);
  }

  MinuteState state(MinuteInterval interval) {
    return closed == null ? MinuteState.OPEN : closed.standing().state(interval);
  }

  Optional<Timestamp> asOf() {
    return progress().asOf();
  }

  /** Of an answer that has open minutes in it. */
  Optional<Timestamp> countedThrough(Cut cut) {
    return cut.open() == null
        ? Optional.empty()
        : Optional.of(ProtoTime.of(open().countedThroughMillis()));
  }

  /**
   * An interval in two: minutes that are closed, and those still open that are read from open rows.
   *
   * @param closed null if there are none
   * @param open null if there are none
   */
  record Cut(@Nullable MinuteInterval closed, @Nullable MinuteInterval open) {

    static Cut closed(MinuteInterval interval) {
      return new Cut(interval, null);
    }

    static Cut at(MinuteInterval interval, long openFromMillis) {
      return new Cut(
          interval.fromMillis() < openFromMillis
              ? new MinuteInterval(interval.fromMillis(), openFromMillis)
              : null,
          new MinuteInterval(openFromMillis, interval.toMillis()));
    }
  }
}
