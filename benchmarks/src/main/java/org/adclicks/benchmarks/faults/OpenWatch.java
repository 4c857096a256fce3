package org.adclicks.benchmarks.faults;

import com.google.protobuf.util.Timestamps;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.adclicks.benchmarks.harness.OnAndOn;
import org.adclicks.v1.AdClickQueryGrpc.AdClickQueryBlockingStub;
import org.adclicks.v1.ListClicksPerMinuteRequest;
import org.adclicks.v1.ListClicksPerMinuteResponse;
import org.adclicks.v1.ListPopularAdsRequest;
import org.adclicks.v1.ListPopularAdsResponse;
import org.adclicks.v1.MinuteClicks;

/**
 * Asks for minutes that are still open, on and on, and keeps what was said of them.
 *
 * <p>Shape: one thread; a service that is away is asked again.
 */
final class OpenWatch implements AutoCloseable {

  private static final String MINUTES = "listClicksPerMinute";
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final long MINUTE_MILLIS = 60_000;

  private final List<OpenSighting> sightings = new ArrayList<>();
  private final Refusals refusals =
      new Refusals(Clock.systemUTC(), Set.of(MINUTES, AnswerWatch.LIST));
  private final AskedService service;
  private final OnAndOn asker;

  OpenWatch(AskedService service) {
    this.service = service;
    this.asker = OnAndOn.start("open-watch", PAUSE, this::ask);
  }

  /** What was said; to be asked for once closed. */
  List<OpenSighting> sightings() {
    asker.requireWell();
    return List.copyOf(sightings);
  }

  /** What was not answered. */
  Refusals refusals() {
    return refusals;
  }

  /** Breaks off if asking has. */
  void requireWell() {
    asker.requireWell();
  }

  private void ask() {
    refusals.isAnswered(MINUTES, () -> askMinutes(service.grpc()));
    refusals.isAnswered(AnswerWatch.LIST, () -> askList(service.grpc()));
  }

  private void askMinutes(AdClickQueryBlockingStub grpc) {
    ListClicksPerMinuteResponse answer =
        grpc.listClicksPerMinute(
            ListClicksPerMinuteRequest.newBuilder()
                .setAdId(AnswerWatch.HOT_AD)
                .setFrom(String.valueOf(System.currentTimeMillis() - 2 * MINUTE_MILLIS))
                .setIncludeOpen(true)
                .build());
    long asOf = answer.hasAsOf() ? Timestamps.toMillis(answer.getAsOf()) : 0;
    for (MinuteClicks minute : answer.getMinutesList()) {
      long start = Timestamps.toMillis(minute.getMinute());
      if (answer.hasCountedThrough() && start + MINUTE_MILLIS > asOf) {
        add(MINUTES, start, minute.getClicks(), true, answer.getCountedThrough());
      }
    }
  }

  private void askList(AdClickQueryBlockingStub grpc) {
    ListPopularAdsResponse answer =
        grpc.listPopularAds(
            ListPopularAdsRequest.newBuilder()
                .setCount(1)
                .setWindow("1m")
                .setIncludeOpen(true)
                .build());
    if (answer.hasCountedThrough()) {
      long start = Timestamps.toMillis(answer.getInterval().getFrom());
      long first = answer.getAdsCount() == 0 ? 0 : answer.getAds(0).getClicks();
      boolean isListed =
          answer.getAdsList().stream().anyMatch(ad -> ad.getAdId().equals(AnswerWatch.HOT_AD));
      add(AnswerWatch.LIST, start, first, isListed, answer.getCountedThrough());
    }
  }

  private void add(
      String call,
      long minute,
      long clicks,
      boolean isListed,
      com.google.protobuf.Timestamp through) {
    sightings.add(
        new OpenSighting(
            call,
            minute,
            AnswerWatch.HOT_AD,
            clicks,
            isListed,
            Timestamps.toMillis(through),
            System.currentTimeMillis()));
  }

  @Override
  public void close() {
    asker.close();
  }
}
