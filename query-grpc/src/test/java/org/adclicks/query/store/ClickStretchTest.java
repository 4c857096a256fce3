package org.adclicks.query.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.FinalStretches;
import org.adclicks.proto.store.Periods;
import org.adclicks.query.question.MinuteInterval;
import org.junit.jupiter.api.Test;

class ClickStretchTest {

  private static final long BEGIN = 480_000 * Periods.HOUR_MILLIS;
  private static final ClickBuckets FEW = new ClickBuckets(64);
  private static final ClickBuckets MANY = new ClickBuckets(4096);

  /** As after a change of buckets, when the topic was read anew. */
  private static final FinalStretches.Stretch NOT_FINAL =
      new FinalStretches.Stretch(0, 0, Long.MIN_VALUE);

  @Test
  void theOneThatHasGoneFurthestHasAllFromWhereItBegins() {
    CountedSpan few = span(0, 100, FEW);
    CountedSpan many = span(40, 120, MANY);
    CountedSpans spans = spans(few, many);

    assertThat(spans.clickStretches(hours(0, 110)))
        .containsExactly(
            new ClickStretch(hours(0, 40), few), new ClickStretch(hours(40, 110), many));
    assertThat(spans.clickStretches(hours(50, 60)))
        .containsExactly(new ClickStretch(hours(50, 60), many));
  }

  @Test
  void theOldOneIsReadUntilTheNewOneHasPassedIt() {
    CountedSpan few = span(0, 100, FEW);
    CountedSpans spans = spans(few, span(40, 60, MANY));

    assertThat(spans.clickStretches(hours(30, 55)))
        .containsExactly(new ClickStretch(hours(30, 55), few));
  }

  @Test
  void whatIsYetToComeIsOfTheNewest() {
    CountedSpan few = span(0, 100, FEW);

    assertThat(spans(few).clickStretches(hours(99, 101)))
        .containsExactly(new ClickStretch(hours(99, 101), few));
  }

  @Test
  void hoursAreThoseThatThisPipelineHasWritten() {
    ClickStretch written = new ClickStretch(hours(0, 1), span(0, 100, FEW));

    assertThat(written.isRewritten(BEGIN + 89 * Periods.HOUR_MILLIS)).isTrue();
    assertThat(written.isRewritten(BEGIN + 90 * Periods.HOUR_MILLIS)).isFalse();
    ClickStretch notYet =
        new ClickStretch(
            hours(0, 1),
            new CountedSpan(
                hours(0, 100), Map.of(KeptPart.CLICKS, BEGIN), FEW, Map.of(), NOT_FINAL));
    assertThat(notYet.isRewritten(BEGIN)).isFalse();
  }

  private static CountedSpans spans(CountedSpan... spans) {
    return new CountedSpans(List.of(spans), List.of(), BEGIN);
  }

  private static CountedSpan span(int from, int to, ClickBuckets buckets) {
    MinuteInterval counted = hours(from, to);
    return new CountedSpan(
        counted,
        Map.of(KeptPart.CLICKS, counted.fromMillis()),
        buckets,
        Map.of(KeptPart.CLICKS, counted.toMillis() - 10 * Periods.HOUR_MILLIS),
        NOT_FINAL);
  }

  private static MinuteInterval hours(int from, int to) {
    return new MinuteInterval(BEGIN + from * Periods.HOUR_MILLIS, BEGIN + to * Periods.HOUR_MILLIS);
  }
}
