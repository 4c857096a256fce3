package org.adclicks.localstack.demo;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.oracle.AdCount;
import org.adclicks.localstack.oracle.Cell;
import org.adclicks.localstack.oracle.Oracle;
import org.adclicks.localstack.oracle.Question;
import org.adclicks.localstack.oracle.SampleClick;
import org.adclicks.localstack.oracle.Scopes;
import org.adclicks.localstack.oracle.TopList;
import org.adclicks.v1.ListMinutesRequest;
import org.adclicks.v1.ListPopularAdsResponse;
import org.adclicks.v1.Minute;
import org.adclicks.v1.MinuteClicks;
import org.adclicks.v1.MinuteState;

/**
 * Compares what a running stack answers with what the oracle makes of the same lines: every cell,
 * every minute of every ad, every list, and a sample of every kind of filter, over gRPC and REST.
 *
 * <p>Expects that the stack has taken in these lines and nothing else, and has closed their
 * minutes.
 */
public final class Verification {

  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final int SAMPLED_CLICKS = 12;
  private static final int EVERY_NTH_CELL_TWICE = 50;
  private static final int SAMPLED_SCOPES = 6;
  private static final int SAMPLED_ADS = 200;
  private static final int LISTED = 100;
  // How the pipeline slides unless told otherwise: seconds of the window, and of its step.
  private static final Map<Integer, Integer> SLIDING = Map.of(60, 10, 300, 60);
  private static final int SLIDING_CAPACITY = 100;

  private final Oracle oracle;
  private final Endpoints endpoints;
  private final QueryClient client;
  private final Consumer<String> progress;
  private final Tally tally = new Tally();
  private final Answers answers;
  private final int mostAsked;
  private final List<Question> alsoAsked;
  private final long from;
  private final long to;

  public Verification(
      Oracle oracle, Endpoints endpoints, QueryClient client, Consumer<String> progress) {
    this(oracle, endpoints, client, progress, Integer.MAX_VALUE, List.of());
  }

  private Verification(
      Oracle oracle,
      Endpoints endpoints,
      QueryClient client,
      Consumer<String> progress,
      int mostAsked,
      List<Question> alsoAsked) {
    this.mostAsked = mostAsked;
    this.alsoAsked = List.copyOf(alsoAsked);
    this.oracle = oracle;
    this.endpoints = endpoints;
    this.client = client;
    this.progress = progress;
    this.answers = new Answers(client, tally);
    List<Long> minutes = oracle.minutes();
    this.from = minutes.get(0);
    this.to = minutes.get(minutes.size() - 1) + MINUTE;
  }

  /**
   * Compares every row of the store, but asks the service for the counts of about so many cells and
   * ads alone, evenly spread; for inputs of which all would take an hour. Default: every one.
   */
  public Verification asking(int atMost) {
    return new Verification(oracle, endpoints, client, progress, atMost, alsoAsked);
  }

  /** Asks for the lists of these filters, too. */
  public Verification askingToo(List<Question> filtered) {
    return new Verification(oracle, endpoints, client, progress, mostAsked, filtered);
  }

  /** Asks and compares everything. */
  public Tally run() {
    List<Cell> cells = oracle.cells();
    try (StoreReader store = StoreReader.of(endpoints)) {
      progress.accept("checking the rows of the store");
      checkRows(store, cells);
      checkRowsOfHours(store, cells);
      checkSlidingLists(store);
    }
    List<Cell> asked = spread(cells);
    progress.accept(
        "checking the count of "
            + (asked.size() == cells.size() ? "every cell (" : asked.size() + " cells (of ")
            + cells.size()
            + ") and of ads' minutes");
    checkCounts(asked);
    checkMinutesOfAds(cells);
    checkRangesOfAds(cells);
    progress.accept("checking top lists");
    checkMinuteLists();
    checkOtherWindows();
    progress.accept("checking filters by user, ip and scope");
    checkFilters();
    progress.accept("checking the books: every click counted, or a duplicate");
    checkBooks();
    return tally;
  }

  private void checkRows(StoreReader store, List<Cell> expected) {
    List<Cell> rows = store.cells();
    Set<Cell> right = new HashSet<>(expected);
    tally.compare("number of rows in cells", right.size(), rows.size());
    for (Cell row : rows) {
      tally.compare("a row of cells", true, right.contains(row) ? true : row);
    }
  }

  /** Of hours that have been added up; one that is being so may lack some. */
  private void checkRowsOfHours(StoreReader store, List<Cell> cells) {
    long through = store.rolledUpThrough();
    List<Cell> rows = store.cellsByHour();
    Map<Cell, Long> sums = new HashMap<>();
    for (Cell cell : cells) {
      long hour = cell.minuteMillis() - Math.floorMod(cell.minuteMillis(), HOUR);
      sums.merge(new Cell(hour, cell.adId(), cell.scope(), 0), cell.clicks(), Long::sum);
    }
    tally.compare(
        "number of rows in cells_by_hour",
        countBefore(through, sums.keySet()),
        countBefore(through, rows));
    for (Cell row : rows) {
      tally.compare(
          "cells_by_hour of " + row,
          sums.get(new Cell(row.minuteMillis(), row.adId(), row.scope(), 0)),
          row.clicks());
    }
  }

  private static long countBefore(long throughMillis, Collection<Cell> hours) {
    return hours.stream().filter(hour -> hour.minuteMillis() + HOUR <= throughMillis).count();
  }

  private void checkSlidingLists(StoreReader store) {
    Instant asOf = asOf();
    Map<Integer, List<TopList>> stored = store.slidingLists(asOf);
    SLIDING.forEach(
        (length, step) -> {
          Map<String, TopList> found =
              stored.getOrDefault(length, List.of()).stream()
                  .filter(list -> !list.ads().isEmpty())
                  .collect(Collectors.toMap(Verification::place, Function.identity()));
          for (TopList right :
              oracle.topOfWindows(length * 1000L, step * 1000L, SLIDING_CAPACITY)) {
            if (right.windowEndMillis() <= asOf.toEpochMilli()) {
              tally.list(
                  length
                      + " s to "
                      + Instant.ofEpochMilli(right.windowEndMillis())
                      + " in "
                      + right.scope(),
                  right,
                  found.remove(place(right)));
            }
          }
          tally.compare("lists of windows without clicks", Map.of(), found);
        });
  }

  private static String place(TopList list) {
    return list.scope() + " " + list.windowEndMillis();
  }

  private void checkCounts(List<Cell> cells) {
    Map<Question, Long> expected = new HashMap<>();
    for (Cell cell : cells) {
      expected.put(
          Question.of(cell.minuteMillis(), cell.minuteMillis() + MINUTE)
              .withAd(cell.adId())
              .withScope(cell.scope()),
          cell.clicks());
    }
    List<Question> questions = List.copyOf(expected.keySet());
    answers.counts(
        questions, (question, clicks) -> tally.cell(question, expected.get(question), clicks));
    for (int i = 0; i < questions.size(); i += EVERY_NTH_CELL_TWICE) {
      Question question = questions.get(i);
      tally.compare(question, expected.get(question), answers.countTwice(question));
    }
  }

  /** Also the minutes in which an ad has no click at all. */
  private void checkMinutesOfAds(List<Cell> cells) {
    Map<String, Map<Long, Long>> byAd = new HashMap<>();
    for (Cell cell : cells) {
      byAd.computeIfAbsent(cell.adId(), ad -> new HashMap<>())
          .merge(cell.minuteMillis(), cell.clicks(), Long::sum);
    }
    answers.minutes(
        spread(byAd.keySet().stream().sorted().toList()),
        from,
        to,
        (ad, minutes) -> compareMinutes(ad, minutes, Objects.requireNonNull(byAd.get(ad))));
  }

  /** From beginning to end, of which whole hours may be read as they were added up. */
  private void checkRangesOfAds(List<Cell> cells) {
    Map<String, Long> byAd = new TreeMap<>();
    cells.forEach(cell -> byAd.merge(cell.adId(), cell.clicks(), Long::sum));
    List<String> ads = List.copyOf(byAd.keySet());
    int step = 1 + ads.size() / SAMPLED_ADS;
    Map<Question, Long> expected = new HashMap<>();
    for (int i = 0; i < ads.size(); i += step) {
      expected.put(Question.of(from, to).withAd(ads.get(i)), byAd.get(ads.get(i)));
    }
    answers.counts(
        List.copyOf(expected.keySet()),
        (question, clicks) -> tally.cell(question, expected.get(question), clicks));
  }

  private void compareMinutes(String ad, List<MinuteClicks> minutes, Map<Long, Long> expected) {
    Map<Long, Long> clicks = new HashMap<>(expected);
    for (MinuteClicks minute : minutes) {
      long millis = Timestamps.toMillis(minute.getMinute());
      tally.compare(
          ad + " at " + Instant.ofEpochMilli(millis),
          clicks.getOrDefault(millis, 0L),
          minute.getClicks());
      clicks.remove(millis);
    }
    tally.compare("minutes left out of " + ad, Map.of(), clicks);
  }

  /** Not more than are to be asked for, from beginning to end. */
  private <T> List<T> spread(List<T> all) {
    int step = 1 + (all.size() - 1) / mostAsked;
    List<T> some = new ArrayList<>();
    for (int i = 0; i < all.size(); i += step) {
      some.add(all.get(i));
    }
    return some;
  }

  private void checkMinuteLists() {
    Map<Question, List<AdCount>> expected = new HashMap<>();
    for (TopList list : oracle.topOfWindows(MINUTE, MINUTE, LISTED)) {
      expected.put(
          Question.of(list.windowEndMillis() - MINUTE, list.windowEndMillis())
              .withScope(list.scope()),
          list.ads());
    }
    answers.tops(
        List.copyOf(expected.keySet()),
        LISTED,
        (question, ads) -> tally.list(question, expected.get(question), ads));
  }

  private void checkOtherWindows() {
    List<String> scopes = new ArrayList<>();
    scopes.add(Scopes.ALL);
    scopes.addAll(oracle.scopes());
    List<String> someScopes = scopes.subList(0, Math.min(SAMPLED_SCOPES, scopes.size()));
    for (String scope : someScopes) {
      String filter = Answers.filter(Question.of(from, to).withScope(scope));
      for (String window : List.of("1m", "5m", "3m", "7m", "1h")) {
        ListPopularAdsResponse answer = answers.topOfWindow(window, filter);
        Question asked =
            Question.of(
                    millis(answer.getInterval().getFrom()), millis(answer.getInterval().getTo()))
                .withScope(scope);
        compareLength(window, asked);
        tally.list(window + " " + asked, oracle.top(asked, LISTED), Answers.ads(answer));
      }
    }
    for (String scope : mostAsked < Integer.MAX_VALUE ? someScopes : scopes) {
      for (long start = from; start < to; start += MINUTE) {
        for (long length : new long[] {2, 3, 7}) {
          Question asked = Question.of(start, start + length * MINUTE).withScope(scope);
          if (asked.toMillis() <= to && (scope.equals(Scopes.ALL) || length == 3)) {
            int n = length == 7 ? 1000 : (int) (5 * length);
            tally.list(asked, oracle.top(asked, n), answers.topTwice(asked, n));
          }
        }
      }
    }
  }

  /** The minutes it names are as many as were asked for, unless there are no more. */
  private void compareLength(String window, Question answered) {
    long length = answered.toMillis() - answered.fromMillis();
    long asked = Duration.parse("PT" + window.toUpperCase(Locale.ROOT)).toMillis();
    if (answered.fromMillis() > from) {
      tally.compare("length of a window of " + window, asked, length);
    }
  }

  private void checkFilters() {
    for (SampleClick click : oracle.sample(SAMPLED_CLICKS)) {
      long minute = click.timestampMillis() - Math.floorMod(click.timestampMillis(), MINUTE);
      for (Question interval :
          List.of(Question.of(from, to), Question.of(minute, minute + MINUTE))) {
        for (Question question : filters(interval, click)) {
          Question ofAd = question.withAd(click.adId());
          tally.filtered(ofAd, oracle.count(ofAd), answers.countTwice(ofAd));
          tally.filtered(
              question, oracle.top(question, LISTED), answers.topTwice(question, LISTED));
        }
      }
    }
    for (Question question : alsoAsked) {
      tally.filtered(question, oracle.top(question, LISTED), answers.topTwice(question, LISTED));
    }
    Question nobody = Question.of(from, to).withUser("nobody-of-this-name");
    tally.filtered(nobody, List.of(), answers.topTwice(nobody, LISTED));
  }

  private static List<Question> filters(Question interval, SampleClick click) {
    Question byUser = interval.withUser(click.userId());
    Question byIp = interval.withIp(click.ip());
    List<Question> filters = new ArrayList<>(List.of(byUser, byIp, byUser.withIp(click.ip())));
    for (String scope : Scopes.narrowed(click.scope())) {
      filters.add(byUser.withScope(scope));
      filters.add(byIp.withScope(scope));
      filters.add(byUser.withIp(click.ip()).withScope(scope));
    }
    return filters;
  }

  private void checkBooks() {
    long clicks = 0;
    long duplicates = 0;
    List<String> unfinished = new ArrayList<>();
    for (Minute minute : minutes(from, to)) {
      clicks += minute.getClicks();
      duplicates += minute.getDuplicates();
      if (minute.getClicks() > 0 && minute.getState() == MinuteState.OPEN) {
        unfinished.add(Timestamps.toString(minute.getMinute()));
      }
    }
    tally.compare("clicks of all minutes", oracle.clicks(), clicks);
    tally.compare("duplicates of all minutes", oracle.duplicates(), duplicates);
    tally.compare("minutes still open", Collections.emptyList(), unfinished);
  }

  private List<Minute> minutes(long fromMillis, long toMillis) {
    return client
        .grpc()
        .listMinutes(
            ListMinutesRequest.newBuilder()
                .setFrom(Instant.ofEpochMilli(fromMillis).toString())
                .setTo(Instant.ofEpochMilli(toMillis).toString())
                .build())
        .getMinutesList();
  }

  private Instant asOf() {
    return Instant.ofEpochMilli(
        millis(client.grpc().listMinutes(ListMinutesRequest.getDefaultInstance()).getAsOf()));
  }

  private static long millis(Timestamp time) {
    return Timestamps.toMillis(time);
  }
}
