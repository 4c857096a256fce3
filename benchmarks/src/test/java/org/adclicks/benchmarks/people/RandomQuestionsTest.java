package org.adclicks.benchmarks.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.adclicks.benchmarks.past.PastHours;
import org.adclicks.localstack.oracle.Question;
import org.adclicks.localstack.oracle.SampleClick;
import org.junit.jupiter.api.Test;

class RandomQuestionsTest {

  private static final Instant FROM = Instant.parse("2026-11-27T10:00:00Z");
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  private final RandomQuestions questions =
      new RandomQuestions(
          new PastHours(FROM, FROM.plus(Duration.ofHours(2))),
          List.of(
              new SampleClick("ad-1", FROM.toEpochMilli(), "user-11", "1.2.3.4", "DE"),
              new SampleClick("ad-2", FROM.toEpochMilli(), "user-20", "1.2.3.5", "FR")),
          new Random(1));

  @Test
  void areOfWholeMinutesThatThereAre() {
    long from = FROM.toEpochMilli();
    for (long minutes : new long[] {1, 2, 120}) {
      long to = from + minutes * MINUTE + 59_999;
      for (int i = 0; i < 1_000; i++) {
        Question question = questions.next(to);
        assertThat(question.fromMillis()).isGreaterThanOrEqualTo(from);
        assertThat(question.toMillis()).isGreaterThan(question.fromMillis());
        assertThat(question.toMillis()).isLessThanOrEqualTo(from + minutes * MINUTE);
        assertThat((question.toMillis() - question.fromMillis()) % MINUTE).isZero();
      }
    }
  }

  @Test
  void areOfAllKindsButNeverOfTheCountryOfWhoMoves() {
    Set<String> kinds = new TreeSet<>();
    Set<String> people = new TreeSet<>();
    for (int i = 0; i < 1_000; i++) {
      Question question = questions.next(FROM.toEpochMilli() + 60 * MINUTE);
      people.addAll(question.fields().values());
      kinds.add(question.fields().keySet() + " " + question.fields().get("country"));
    }
    assertThat(kinds)
        .containsExactlyInAnyOrder(
            "[user_id] null",
            "[ip] null",
            "[country, user_id] DE",
            "[country, ip] DE",
            "[ad_id, user_id] null");
    assertThat(people).contains(HotUser.NAME, HotUser.IP);
  }
}
