package org.adclicks.benchmarks.faults;

import com.google.protobuf.util.Timestamps;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.adclicks.benchmarks.harness.OnAndOn;
import org.adclicks.v1.ListMinutesRequest;
import org.adclicks.v1.ListPopularAdsRequest;
import org.adclicks.v1.ListPopularAdsResponse;
import org.adclicks.v1.Minute;
import org.adclicks.v1.PopularAd;

/**
 * Asks for the clicks of one user or ip after the other, over a minute or up to the whole run, also
 * what it has asked before, while blocks of minutes and hours are being written.
 *
 * <p>Shape: one thread; a service that is away is asked again.
 */
final class PeopleWatch implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(400);
  private static final long MINUTE_MILLIS = 60_000;
  private static final int MOST_ADS = 1_000;

  /** Questions between two looks at who there is and which minutes are closed. */
  private static final int ROUND = 50;

  private final Random random = new Random(1);
  private final PeopleSeen people = new PeopleSeen(random);
  private final Sightings sightings = new Sightings();
  private final Set<Asked> asked = new LinkedHashSet<>();
  private final List<Asked> again = new ArrayList<>();
  private final Refusals refusals = new Refusals(Clock.systemUTC());

  /** Behind the first clicks: a question has to begin before what is complete. */
  private final Instant from = Instant.now().minus(Duration.ofMinutes(3));

  private List<Long> closed = List.of();
  private int left;
  private final AskedService service;
  private final OnAndOn asker;

  /** A question: the clicks of one filter within whole minutes. */
  record Asked(long fromMillis, long toMillis, String filter) {}

  PeopleWatch(AskedService service) {
    this.service = service;
    this.asker = OnAndOn.start("people-watch", PAUSE, this::ask);
  }

  /** What was said; to be asked for once closed. */
  Sightings sightings() {
    asker.requireWell();
    return sightings;
  }

  /** What was not answered. */
  Refusals refusals() {
    return refusals;
  }

  /** All different questions, the first asked first; to be asked for once closed. */
  List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** Breaks off if asking has. */
  void requireWell() {
    asker.requireWell();
  }

  private void ask() {
    if (left == 0) {
      if (!refusals.isAnswered(AnswerWatch.MINUTES, this::look)) {
        return;
      }
      left = ROUND;
    }
    if (people.isNobody() || closed.isEmpty()) {
      left = 0;
    } else {
      left--;
      if (!refusals.isAnswered(AnswerWatch.LIST, this::askOne)) {
        left = 0;
      }
    }
  }

  private void look() {
    people.lookAt(service.endpoints());
    closed = closedMinutes();
  }

  private List<Long> closedMinutes() {
    List<Long> minutes = new ArrayList<>();
    ListMinutesRequest request = ListMinutesRequest.newBuilder().setFrom(from.toString()).build();
    for (Minute minute : service.grpc().listMinutes(request).getMinutesList()) {
      if (Sighting.isClosed(minute.getState()) && minute.getClicks() > 0) {
        minutes.add(Timestamps.toMillis(minute.getMinute()));
      }
    }
    return minutes;
  }

  private void askOne() {
    Asked question =
        again.isEmpty() || random.nextBoolean()
            ? newQuestion()
            : again.get(random.nextInt(again.size()));
    if (asked.add(question)) {
      again.add(question);
    }
    ask(question);
  }

  private Asked newQuestion() {
    int last = random.nextInt(closed.size());
    int first = random.nextInt(last + 1);
    return new Asked(closed.get(first), closed.get(last) + MINUTE_MILLIS, people.any());
  }

  private void ask(Asked question) {
    ListPopularAdsResponse answer =
        service
            .grpc()
            .listPopularAds(
                ListPopularAdsRequest.newBuilder()
                    .setCount(MOST_ADS)
                    .setFrom(String.valueOf(question.fromMillis()))
                    .setTo(String.valueOf(question.toMillis()))
                    .setFilter(question.filter().replaceFirst("=(.*)", "=\"$1\""))
                    .build());
    long answered = System.currentTimeMillis();
    if (answer.hasAsOf()) {
      sightings.addAsOf(AnswerWatch.LIST, Timestamps.toMillis(answer.getAsOf()), answered);
    }
    Sighting sighting =
        new Sighting(
            AnswerWatch.LIST,
            question.fromMillis(),
            question.toMillis(),
            question.filter(),
            answer.getAdsList().stream().mapToLong(PopularAd::getClicks).sum(),
            answered,
            Sighting.isFinal(answer.getState()));
    if (Sighting.isClosed(answer.getState())) {
      sightings.add(sighting);
    } else {
      sightings.addOpen(sighting);
    }
  }

  @Override
  public void close() {
    asker.close();
  }
}
