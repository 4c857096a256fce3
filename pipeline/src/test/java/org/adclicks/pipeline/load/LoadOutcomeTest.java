package org.adclicks.pipeline.load;

import static org.assertj.core.api.Assertions.assertThat;

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
            new MinutesService.Answered(0, 98_000, 1_000, 500));

    assertThat(outcome.summary())
        .isEqualTo(
            "loaded 100000 lines: 98000 accepted, 500 rejected, 1000 duplicate, 500 too late");
    assertThat(outcome.rejections()).contains("rejected: 400 MALFORMED, 100 INVALID_IP");
    assertThat(outcome.advice()).get().asString().startsWith("500 clicks are older than");
  }

  @Test
  void advisesNothingIfNothingWasTooLate() {
    LoadOutcome outcome = new LoadOutcome(5, 5, Map.of(), new MinutesService.Answered(0, 5, 0, 0));

    assertThat(outcome.advice()).isEmpty();
    assertThat(outcome.rejections()).isEmpty();
  }

  @Test
  void saysWhatItCannotKnowWithoutAQueryService() {
    LoadOutcome outcome = new LoadOutcome(5, 4, Map.of(RejectionReason.EMPTY_ID, 1L), null);

    assertThat(outcome.summary())
        .isEqualTo(
            "loaded 5 lines: 4 accepted, 1 rejected"
                + " (duplicate and too late are not known without a query service)");
    assertThat(outcome.advice()).isEmpty();
  }
}
