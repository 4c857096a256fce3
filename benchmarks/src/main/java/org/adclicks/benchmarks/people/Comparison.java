package org.adclicks.benchmarks.people;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.adclicks.localstack.oracle.AdCount;
import org.adclicks.localstack.oracle.Oracle;
import org.adclicks.localstack.oracle.Question;
import org.adclicks.v1.MinuteState;

/**
 * Answers held against SQL. What is FINAL has to be the same; what is CLOSED has of each ad at
 * least what surely came in time, and at most all.
 */
final class Comparison {

  private static final int ALL_ADS = 1_000_000;

  private final Oracle all;
  private final Oracle inTime;
  private final List<String> wrong = new ArrayList<>();
  private int settled;
  private int settledWithClicks;

  /**
   * @param inTime of the clicks that surely came before their minute could close
   */
  Comparison(Oracle all, Oracle inTime) {
    this.all = all;
    this.inTime = inTime;
  }

  void add(Answered answer) {
    if (answer.state() == MinuteState.FINAL) {
      settled++;
      List<AdCount> right = all.top(answer.question(), PeopleClient.MOST_ADS);
      settledWithClicks += right.isEmpty() ? 0 : 1;
      if (!answer.ads().equals(right)) {
        wrong.add(answer + ", by SQL " + right);
      }
    } else if (!isBetween(answer)) {
      wrong.add(
          answer
              + ", by SQL "
              + all.top(answer.question(), PeopleClient.MOST_ADS)
              + ", of these in time "
              + inTime.top(answer.question(), PeopleClient.MOST_ADS));
    }
  }

  private boolean isBetween(Answered answer) {
    Map<String, Long> most = counts(all, answer.question());
    Map<String, Long> least = counts(inTime, answer.question());
    for (AdCount ad : answer.ads()) {
      Long atLeast = least.remove(ad.adId());
      if (ad.clicks() > most.getOrDefault(ad.adId(), 0L)
          || (atLeast != null && ad.clicks() < atLeast)) {
        return false;
      }
    }
    return least.isEmpty() || answer.ads().size() == PeopleClient.MOST_ADS;
  }

  private static Map<String, Long> counts(Oracle oracle, Question question) {
    Map<String, Long> counts = new HashMap<>();
    oracle.top(question, ALL_ADS).forEach(ad -> counts.put(ad.adId(), ad.clicks()));
    return counts;
  }

  /** How many were FINAL. */
  int settled() {
    return settled;
  }

  /** How many were, and not of nothing. */
  int settledWithClicks() {
    return settledWithClicks;
  }

  /** Each with what it should have been. */
  List<String> wrong() {
    return wrong;
  }
}
