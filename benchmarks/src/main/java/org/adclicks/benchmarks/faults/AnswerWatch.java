package org.adclicks.benchmarks.faults;

import com.google.protobuf.util.Timestamps;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.adclicks.benchmarks.harness.OnAndOn;
import org.adclicks.v1.GetAggregatedCountRequest;
import org.adclicks.v1.GetAggregatedCountResponse;
import org.adclicks.v1.ListMinutesRequest;
import org.adclicks.v1.ListMinutesResponse;
import org.adclicks.v1.ListPopularAdsRequest;
import org.adclicks.v1.ListPopularAdsResponse;
import org.adclicks.v1.Minute;
import org.adclicks.v1.MinuteState;

/**
 * Asks the query service for the newest minutes, on and on, by three calls that read three tables,
 * and keeps what they said of minutes they called CLOSED.
 *
 * <p>Shape: one thread; a service that is away is asked again.
 */
final class AnswerWatch implements AutoCloseable {

  private static final String HOT_AD = "ad-hot";
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final long MINUTE_MILLIS = 60_000;
  private static final int MINUTES_ASKED = 4;

  private final Sightings sightings = new Sightings();
  private final Refusals refusals = new Refusals(Clock.systemUTC());
  private final AskedService service;
  private volatile long newestClosedMillis;
  private List<Long> closed = List.of();
  private long round;
  private final OnAndOn asker;

  AnswerWatch(AskedService service) {
    this.service = service;
    this.asker = OnAndOn.start("answer-watch", PAUSE, this::ask);
  }

  /** How far behind now the newest CLOSED minute's end is. */
  Duration behind() {
    return Duration.ofMillis(System.currentTimeMillis() - newestClosedMillis);
  }

  /** Whether a minute is CLOSED that had not begun to be over then. */
  boolean hasClosedAfter(long millis) {
    return newestClosedMillis > millis;
  }

  /** What was not answered. */
  Refusals refusals() {
    return refusals;
  }

  /** What was said; to be asked for once closed. */
  Sightings sightings() {
    return sightings;
  }

  private void ask() {
    closed = List.of();
    refusals.isAnswered("listMinutes", this::askMinutes);
    for (long minute : closed) {
      Runnable count = () -> askCount(minute);
      Runnable list = () -> askList(minute);
      // In turns forwards and backwards: a row written between two calls shows one way or other.
      if (round % 2 == 0) {
        refusals.isAnswered("getAggregatedCount", count);
        refusals.isAnswered("listPopularAds", list);
      } else {
        refusals.isAnswered("listPopularAds", list);
        refusals.isAnswered("getAggregatedCount", count);
      }
    }
    round++;
  }

  private void askMinutes() {
    long asked = System.currentTimeMillis();
    ListMinutesResponse answer =
        service.grpc().listMinutes(ListMinutesRequest.getDefaultInstance());
    List<Long> minutes = new ArrayList<>();
    for (Minute minute : answer.getMinutesList()) {
      long start = Timestamps.toMillis(minute.getMinute());
      if (Sighting.isClosed(minute.getState()) && minute.getClicks() > 0) {
        sightings.add(
            sighting(
                "listMinutes",
                start,
                Sighting.ALL_ADS,
                minute.getClicks(),
                asked,
                minute.getState()));
        minutes.add(start);
        newestClosedMillis = Math.max(newestClosedMillis, start + MINUTE_MILLIS);
      }
    }
    closed = minutes.subList(Math.max(0, minutes.size() - MINUTES_ASKED), minutes.size());
  }

  private void askCount(long minute) {
    long asked = System.currentTimeMillis();
    GetAggregatedCountResponse answer =
        service
            .grpc()
            .getAggregatedCount(
                GetAggregatedCountRequest.newBuilder()
                    .setAdId(HOT_AD)
                    .setFrom(String.valueOf(minute))
                    .setTo(String.valueOf(minute + MINUTE_MILLIS))
                    .build());
    if (Sighting.isClosed(answer.getState())) {
      sightings.add(
          sighting(
              "getAggregatedCount", minute, HOT_AD, answer.getCount(), asked, answer.getState()));
    }
  }

  private void askList(long minute) {
    long asked = System.currentTimeMillis();
    ListPopularAdsResponse answer =
        service
            .grpc()
            .listPopularAds(
                ListPopularAdsRequest.newBuilder()
                    .setCount(1)
                    .setFrom(String.valueOf(minute))
                    .setTo(String.valueOf(minute + MINUTE_MILLIS))
                    .build());
    if (Sighting.isClosed(answer.getState())) {
      long first = answer.getAdsCount() == 0 ? 0 : answer.getAds(0).getClicks();
      Sighting sighting =
          sighting("listPopularAds", minute, HOT_AD, first, asked, answer.getState());
      if (answer.getAdsList().stream().anyMatch(ad -> ad.getAdId().equals(HOT_AD))) {
        sightings.add(sighting);
      } else {
        // Where few clicked another ad may be the first.
        sightings.addUnlisted(sighting);
      }
    }
  }

  private static Sighting sighting(
      String call, long minute, String key, long clicks, long askedMillis, MinuteState state) {
    return new Sighting(
        call, minute, minute + MINUTE_MILLIS, key, clicks, askedMillis, Sighting.isFinal(state));
  }

  @Override
  public void close() {
    asker.close();
  }
}
