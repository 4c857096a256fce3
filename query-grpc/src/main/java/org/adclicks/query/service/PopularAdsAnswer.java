package org.adclicks.query.service;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.adclicks.click.DurationText;
import org.adclicks.proto.store.Periods;
import org.adclicks.query.question.Filter;
import org.adclicks.query.question.IntervalRequest;
import org.adclicks.query.question.InvalidRequestException;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.NothingCountedException;
import org.adclicks.query.question.OpenNotKeptException;
import org.adclicks.query.question.OutOfRangeException;
import org.adclicks.query.question.Progress;
import org.adclicks.query.question.ProtoTime;
import org.adclicks.query.question.SlidingWindow;
import org.adclicks.query.question.TooBusyException;
import org.adclicks.query.question.WindowLength;
import org.adclicks.query.store.ClickStore;
import org.adclicks.query.store.Horizon;
import org.adclicks.query.store.StoredTable;
import org.adclicks.query.top.AdClicks;
import org.adclicks.v1.ListPopularAdsRequest;
import org.adclicks.v1.ListPopularAdsResponse;
import org.adclicks.v1.PopularAd;

/**
 * Answers which ads were clicked most: decides which interval is meant and which way to rank it.
 *
 * <p>Errors: {@link InvalidRequestException} naming the field; {@link NothingCountedException};
 * {@link OpenNotKeptException}; {@link OutOfRangeException}; {@link TooBusyException}.
 */
final class PopularAdsAnswer {

  static final Duration LONGEST_WINDOW = Duration.ofMinutes(60);
  static final Duration LONGEST_INTERVAL = Duration.ofHours(24);
  private static final int DEFAULT_COUNT = 100;
  private static final int MAX_COUNT = 1000;
  private static final Duration DEFAULT_WINDOW = Duration.ofMinutes(1);

  private final ClickStore store;
  private final TopAdsFinder ranked;

  PopularAdsAnswer(ClickStore store, Admission admission) {
    this.store = store;
    this.ranked = new TopAdsFinder(store, admission);
  }

  ListPopularAdsResponse answer(ListPopularAdsRequest request) {
    int count = count(request.getCount());
    Filter filter = Caller.filter(request.getFilter());
    boolean intervalNamed = !request.getFrom().isBlank() || !request.getTo().isBlank();
    if (!intervalNamed) {
      Duration length = length(request.getWindow());
      return request.getIncludeOpen()
          ? ofNewest(count, filter, length)
          : ofWindow(count, filter, length, Reach.of(store, filter, false, ""));
    }
    requireWholeInterval(request);
    IntervalRequest wanted =
        new IntervalRequest(request.getFrom(), request.getTo(), DEFAULT_WINDOW);
    MinuteInterval interval = wanted.resolve(Progress.NONE, Long.MIN_VALUE, LONGEST_INTERVAL);
    Reach reach = Reach.of(store, filter, request.getIncludeOpen(), request.getTo());
    return ofMinutes(count, filter, interval, reach);
  }

  private ListPopularAdsResponse ofMinutes(
      int count, Filter filter, MinuteInterval interval, Reach reach) {
    Reach.Cut cut = reach.cut(interval);
    return response(ranked.ofMinutes(count, filter, cut, reach), filter, interval, cut, reach);
  }

  /** With minutes still open. */
  private ListPopularAdsResponse ofNewest(int count, Filter filter, Duration length) {
    if (!isWholeMinutes(length)) {
      throw new InvalidRequestException(
          "window", DurationText.of(length) + " is not whole minutes, as include_open needs");
    }
    Reach reach = Reach.of(store, filter, true, "");
    return ofMinutes(count, filter, reach.newest(length), reach);
  }

  private ListPopularAdsResponse ofWindow(int count, Filter filter, Duration length, Reach reach) {
    Horizon horizon = reach.closed();
    long asOf = horizon.progress().asOfMillis();
    long dataFrom = horizon.dataFrom(StoredTable.of(filter));
    Optional<SlidingWindow> sliding =
        horizon.windows().stream().filter(window -> window.length().equals(length)).findFirst();
    if (sliding.isEmpty() && !isWholeMinutes(length)) {
      throw new InvalidRequestException(
          "window",
          DurationText.of(length)
              + " is neither whole minutes up to 60m nor one the pipeline keeps: "
              + horizon.windows());
    }
    if (sliding.isPresent()) {
      // Clicks by user and ip are there when their minute is.
      MinuteInterval interval =
          sliding.get().newestBefore(filter.needsClickIndex() ? Periods.minuteOf(asOf) : asOf);
      // Whole minutes are answered by minutes, whose counts are those of every other answer.
      boolean byMinutes = isWholeMinutes(length) && interval.toMillis() == Periods.minuteOf(asOf);
      Optional<List<AdClicks>> stored =
          byMinutes && !filter.needsClickIndex()
              ? Optional.empty()
              : stored(count, filter, sliding.get(), interval, horizon);
      if (stored.isPresent()) {
        MinuteInterval told = interval.notBefore(dataFrom);
        return response(stored.get(), filter, told, Reach.Cut.closed(told), reach);
      }
    }
    long end = Periods.minuteOf(asOf);
    if (end <= dataFrom) {
      throw new NothingCountedException();
    }
    MinuteInterval interval = new MinuteInterval(end - length.toMillis(), end).notBefore(dataFrom);
    return ofMinutes(count, filter, interval, reach);
  }

  /** The list of a window the pipeline keeps, or nothing where whole minutes have to answer. */
  private Optional<List<AdClicks>> stored(
      int count, Filter filter, SlidingWindow window, MinuteInterval interval, Horizon horizon) {
    if (filter.needsClickIndex()) {
      long dataFrom = horizon.dataFrom(StoredTable.of(filter));
      return Optional.of(ranked.byUserOrIp(count, filter, interval.notBefore(dataFrom), horizon));
    }
    boolean kept = horizon.keepsListOf(interval);
    Optional<List<AdClicks>> list =
        kept ? ranked.ofSlidingWindow(count, filter.scope(), interval, horizon) : Optional.empty();
    if (list.isPresent() || isWholeMinutes(window.length())) {
      return list;
    }
    if (kept && ranked.hasListOf(filter.scope(), interval, horizon)) {
      throw new InvalidRequestException(
          "count", count + " is more than the stored lists of " + window + " hold");
    }
    // The pipeline writes a list for each window in which anybody clicked; a recompute only for
    // those that had ended by then.
    if (!kept || horizon.isRestated(interval)) {
      throw new InvalidRequestException(
          "window", "no list of " + window + " is kept yet; ask for whole minutes meanwhile");
    }
    return Optional.of(List.of());
  }

  private ListPopularAdsResponse response(
      List<AdClicks> ads, Filter filter, MinuteInterval interval, Reach.Cut cut, Reach reach) {
    ListPopularAdsResponse.Builder answer =
        ListPopularAdsResponse.newBuilder()
            .setInterval(interval.toProto())
            .setFilter(filter.canonical())
            .setState(reach.state(interval))
            .setRestated(reach.isRestated(interval))
            .setDataFrom(ProtoTime.of(reach.dataFrom(StoredTable.of(filter))));
    reach.asOf().ifPresent(answer::setAsOf);
    reach.countedThrough(cut).ifPresent(answer::setCountedThrough);
    int rank = 0;
    for (AdClicks ad : ads) {
      rank++;
      answer.addAds(PopularAd.newBuilder().setRank(rank).setAdId(ad.adId()).setClicks(ad.clicks()));
      answer.addAdIds(ad.adId());
    }
    return answer.build();
  }

  private static int count(int requested) {
    if (requested < 0 || requested > MAX_COUNT) {
      throw new InvalidRequestException("count", requested + " is not in 1.." + MAX_COUNT);
    }
    return requested == 0 ? DEFAULT_COUNT : requested;
  }

  private static Duration length(String text) {
    if (text.isBlank()) {
      return DEFAULT_WINDOW;
    }
    try {
      Duration length = WindowLength.parse(text);
      if (length.compareTo(LONGEST_WINDOW) > 0) {
        throw new InvalidRequestException(
            "window", "\"" + text + "\" is longer than 60m; name the interval with from and to");
      }
      return length;
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException("window", String.valueOf(e.getMessage()));
    }
  }

  private static boolean isWholeMinutes(Duration window) {
    return window.toMillis() % Periods.MINUTE_MILLIS == 0;
  }

  private static void requireWholeInterval(ListPopularAdsRequest request) {
    if (!request.getWindow().isBlank()) {
      throw new InvalidRequestException("window", "cannot be combined with from and to");
    }
    if (request.getFrom().isBlank()) {
      throw new InvalidRequestException("from", "is missing; from and to go together");
    }
    if (request.getTo().isBlank()) {
      throw new InvalidRequestException("to", "is missing; from and to go together");
    }
  }
}
