package org.adclicks.query;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.adclicks.proto.store.Periods;
import org.adclicks.v1.ListPopularAdsRequest;
import org.adclicks.v1.ListPopularAdsResponse;
import org.adclicks.v1.PopularAd;

/**
 * Answers which ads were clicked most: decides which interval is meant and which way to rank it.
 *
 * <p>Errors: {@link InvalidRequestException} naming the field; {@link NothingCountedException}.
 */
final class PopularAds {

  static final Duration LONGEST_WINDOW = Duration.ofMinutes(60);
  static final Duration LONGEST_INTERVAL = Duration.ofHours(24);
  private static final int DEFAULT_COUNT = 100;
  private static final int MAX_COUNT = 1000;
  private static final Duration DEFAULT_WINDOW = Duration.ofMinutes(1);

  private final ClickStore store;
  private final RankedAds ranked;
  private final List<SlidingWindow> slidingWindows;

  PopularAds(ClickStore store, List<SlidingWindow> slidingWindows) {
    this.store = store;
    this.ranked = new RankedAds(store);
    this.slidingWindows = List.copyOf(slidingWindows);
  }

  ListPopularAdsResponse answer(ListPopularAdsRequest request) {
    int count = count(request.getCount());
    Filter filter = FilterParser.parse(request.getFilter());
    boolean intervalNamed = !request.getFrom().isBlank() || !request.getTo().isBlank();
    if (!intervalNamed) {
      Duration window = window(request.getWindow());
      return ofWindow(count, filter, window, store.minutes().progress());
    }
    requireWholeInterval(request);
    Progress progress = store.minutes().progress();
    MinuteInterval interval =
        new IntervalRequest(request.getFrom(), request.getTo(), DEFAULT_WINDOW)
            .resolve(progress, LONGEST_INTERVAL);
    return response(
        ranked.ofMinutes(count, filter, interval, progress), filter, interval, progress);
  }

  private ListPopularAdsResponse ofWindow(
      int count, Filter filter, Duration window, Progress progress) {
    long asOf = progress.requireAsOfMillis();
    Optional<SlidingWindow> sliding = slidingWindow(window);
    if (sliding.isPresent()) {
      MinuteInterval interval = sliding.get().newestBefore(asOf);
      Optional<List<AdClicks>> stored =
          filter.needsClickIndex()
              ? Optional.of(ranked.byUserOrIp(count, filter, interval))
              : ranked.ofSlidingWindow(count, filter.country(), sliding.get(), interval);
      if (stored.isPresent()) {
        return response(stored.get(), filter, interval, progress);
      }
      if (!isWholeMinutes(window)) {
        throw new InvalidRequestException(
            "count", count + " is more than the stored lists of " + sliding.get() + " hold");
      }
    }
    long end = Periods.minuteOf(asOf);
    MinuteInterval interval = new MinuteInterval(end - window.toMillis(), end);
    return response(
        ranked.ofMinutes(count, filter, interval, progress), filter, interval, progress);
  }

  private ListPopularAdsResponse response(
      List<AdClicks> ads, Filter filter, MinuteInterval interval, Progress progress) {
    ListPopularAdsResponse.Builder answer =
        ListPopularAdsResponse.newBuilder()
            .setInterval(interval.toProto())
            .setFilter(filter.canonical())
            .setState(store.minutes().state(interval, progress));
    int rank = 0;
    for (AdClicks ad : ads) {
      rank++;
      answer.addAds(PopularAd.newBuilder().setRank(rank).setAdId(ad.adId()).setClicks(ad.clicks()));
    }
    progress.asOf().ifPresent(answer::setAsOf);
    return answer.build();
  }

  private static int count(int requested) {
    if (requested < 0 || requested > MAX_COUNT) {
      throw new InvalidRequestException("count", requested + " is not in 1.." + MAX_COUNT);
    }
    return requested == 0 ? DEFAULT_COUNT : requested;
  }

  private Duration window(String text) {
    if (text.isBlank()) {
      return DEFAULT_WINDOW;
    }
    Duration window;
    try {
      window = DurationText.parse(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException("window", String.valueOf(e.getMessage()));
    }
    boolean fits = isWholeMinutes(window) && window.compareTo(LONGEST_WINDOW) <= 0;
    if (!fits && slidingWindow(window).isEmpty()) {
      throw new InvalidRequestException(
          "window",
          "\"" + text + "\" is neither whole minutes up to 60m nor one of " + slidingWindows);
    }
    return window;
  }

  private static boolean isWholeMinutes(Duration window) {
    return window.toMillis() % Periods.MINUTE_MILLIS == 0;
  }

  private Optional<SlidingWindow> slidingWindow(Duration window) {
    return slidingWindows.stream().filter(sliding -> sliding.length().equals(window)).findFirst();
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
