package org.adclicks.benchmarks.faults;

import com.google.protobuf.util.Timestamps;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
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

  static final String HOT_AD = "ad-hot";
  static final String MINUTES = "listMinutes";
  static final String COUNT = "getAggregatedCount";
  static final String LIST = "listPopularAds";

  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final long MINUTE_MILLIS = 60_000;
  private static final int NEWEST_ASKED = 4;

  /** Long enough for some of them to be FINAL. */
  private static final Duration LOOKED_BACK = Duration.ofMinutes(30);

  private final Instant begun = Instant.now();
  private final Random random = new Random(1);

  private final Sightings sightings = new Sightings();
  private final Refusals refusals = new Refusals(Clock.systemUTC());
  private final AskedService service;
  private volatile long newestClosedMillis;
  private final NavigableSet<Long> told = new TreeSet<>();
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

  /** For how long it has asked. */
  Duration length() {
    return Duration.between(begun, Instant.now());
  }

  /** What was not answered. */
  Refusals refusals() {
    return refusals;
  }

  /** What was said; to be asked for once closed. */
  Sightings sightings() {
    asker.requireWell();
    return sightings;
  }

  /** Breaks off if asking has. */
  void requireWell() {
    asker.requireWell();
  }

  private void ask() {
    closed = List.of();
    refusals.isAnswered(MINUTES, this::askMinutes);
    for (long minute : closed) {
      Runnable count = () -> askCount(minute);
      Runnable list = () -> askList(minute);
      // In turns forwards and backwards: a row written between two calls shows one way or other.
      if (round % 2 == 0) {
        refusals.isAnswered(COUNT, count);
        refusals.isAnswered(LIST, list);
      } else {
        refusals.isAnswered(LIST, list);
        refusals.isAnswered(COUNT, count);
      }
    }
    round++;
  }

  private void askMinutes() {
    ListMinutesResponse answer =
        service
            .grpc()
            .listMinutes(
                ListMinutesRequest.newBuilder()
                    .setFrom(Instant.now().minus(LOOKED_BACK).toString())
                    .build());
    long answered = System.currentTimeMillis();
    if (answer.hasAsOf()) {
      sightings.addAsOf(MINUTES, Timestamps.toMillis(answer.getAsOf()), answered);
    }
    List<Long> minutes = new ArrayList<>();
    for (Minute minute : answer.getMinutesList()) {
      long start = Timestamps.toMillis(minute.getMinute());
      if (Sighting.isClosed(minute.getState()) && minute.getClicks() > 0) {
        sightings.add(
            sighting(
                MINUTES, start, Sighting.ALL_ADS, minute.getClicks(), answered, minute.getState()));
        minutes.add(start);
        newestClosedMillis = Math.max(newestClosedMillis, start + MINUTE_MILLIS);
      }
    }
    long fromMillis = Timestamps.toMillis(answer.getInterval().getFrom());
    for (long minute : told.tailSet(fromMillis)) {
      if (!minutes.contains(minute)) {
        sightings.addVanished(MINUTES, minute, answered);
      }
    }
    told.addAll(minutes);
    int newest = Math.max(0, minutes.size() - NEWEST_ASKED);
    closed = new ArrayList<>(minutes.subList(newest, minutes.size()));
    if (newest > 0) {
      closed.add(minutes.get(random.nextInt(newest)));
    }
  }

  private void askCount(long minute) {
    GetAggregatedCountResponse answer =
        service
            .grpc()
            .getAggregatedCount(
                GetAggregatedCountRequest.newBuilder()
                    .setAdId(HOT_AD)
                    .setFrom(String.valueOf(minute))
                    .setTo(String.valueOf(minute + MINUTE_MILLIS))
                    .build());
    Sighting sighting =
        sighting(
            COUNT,
            minute,
            HOT_AD,
            answer.getCount(),
            System.currentTimeMillis(),
            answer.getState());
    if (Sighting.isClosed(answer.getState())) {
      sightings.add(sighting);
    } else {
      sightings.addOpen(sighting);
    }
  }

  private void askList(long minute) {
    ListPopularAdsResponse answer =
        service
            .grpc()
            .listPopularAds(
                ListPopularAdsRequest.newBuilder()
                    .setCount(1)
                    .setFrom(String.valueOf(minute))
                    .setTo(String.valueOf(minute + MINUTE_MILLIS))
                    .build());
    long first = answer.getAdsCount() == 0 ? 0 : answer.getAds(0).getClicks();
    Sighting sighting =
        sighting(LIST, minute, HOT_AD, first, System.currentTimeMillis(), answer.getState());
    if (!Sighting.isClosed(answer.getState())) {
      sightings.addOpen(sighting);
    } else if (answer.getAdsList().stream().anyMatch(ad -> ad.getAdId().equals(HOT_AD))) {
      sightings.add(sighting);
    } else {
      // Where few clicked another ad may be the first.
      sightings.addUnlisted(sighting);
    }
  }

  private static Sighting sighting(
      String call, long minute, String key, long clicks, long answeredMillis, MinuteState state) {
    return new Sighting(
        call, minute, minute + MINUTE_MILLIS, key, clicks, answeredMillis, Sighting.isFinal(state));
  }

  @Override
  public void close() {
    asker.close();
  }
}
