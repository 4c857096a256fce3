package org.adclicks.pipeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.adclicks.v1.RejectionReason;
import org.junit.jupiter.api.Test;

class LoadOutcomeTest {

  @Test
  void tellsFourNumbersThatAddUpToTheLines() {
    LoadOutcome outcome =
        new LoadOutcome(
            100_000,
            99_500,
            Map.of(RejectionReason.INVALID_IP, 100L, RejectionReason.MALFORMED, 400L),
            List.of(),
            new MinutesService.Answered(0, 98_000, 1_000, 500),
            0);

    assertThat(outcome.summary())
        .isEqualTo(
            "loaded 100000 lines: 98000 accepted, 500 rejected, 1000 duplicate, 500 too late");
    assertThat(outcome.rejections()).contains("rejected: 400 MALFORMED, 100 INVALID_IP");
    assertThat(outcome.advice())
        .singleElement()
        .asString()
        .startsWith("500 clicks are older than")
        .contains("lack the others")
        .endsWith("Give several servers' files of the same time together: load FILE FILE...");
  }

  @Test
  void saysThatTotalsLackClicksOnlyWhereNothingElseIsPossible() {
    // Loaded a second time after its minutes were final: the totals have every click.
    assertThat(tooLate(5, 5, 0).advice())
        .singleElement()
        .asString()
        .contains("hold those of them that were counted before")
        .doesNotContain("do not hold them");
    assertThat(tooLate(5, 0, 1).advice()).singleElement().asString().contains("counted before");
    assertThat(tooLate(5, 0, 0).advice())
        .singleElement()
        .asString()
        .contains("the totals do not hold them");
  }

  private static LoadOutcome tooLate(long clicks, long clicksBefore, long counted) {
    return new LoadOutcome(
        clicks,
        clicks,
        Map.of(),
        List.of(),
        new MinutesService.Answered(0, counted, 0, clicks),
        clicksBefore);
  }

  @Test
  void namesEveryLogWithoutAClick() {
    ClicklessLog log = new ClicklessLog("a.csv", 2, "x", "no click");
    LoadOutcome outcome = new LoadOutcome(7, 5, Map.of(), List.of(log, log), null, 0);

    assertThat(outcome.advice()).hasSize(2).allMatch(line -> line.startsWith("a.csv: none of its"));
  }

  @Test
  void advisesNothingIfNothingWasTooLate() {
    LoadOutcome outcome =
        new LoadOutcome(5, 5, Map.of(), List.of(), new MinutesService.Answered(0, 5, 0, 0), 0);

    assertThat(outcome.advice()).isEmpty();
    assertThat(outcome.rejections()).isEmpty();
  }

  @Test
  void saysWhatItCannotKnowWithoutAQueryService() {
    LoadOutcome outcome =
        new LoadOutcome(5, 4, Map.of(RejectionReason.EMPTY_ID, 1L), List.of(), null, 0);

    assertThat(outcome.summary())
        .isEqualTo(
            "loaded 5 lines: 4 accepted, 1 rejected"
                + " (duplicate and too late are not known without a query service)");
    assertThat(outcome.advice()).isEmpty();
  }
}
