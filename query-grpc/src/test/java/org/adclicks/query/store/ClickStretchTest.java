package org.adclicks.query.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.Periods;
import org.adclicks.query.question.MinuteInterval;
import org.junit.jupiter.api.Test;

class ClickStretchTest {

  private static final long BEGIN = 480_000 * Periods.HOUR_MILLIS;
  private static final ClickBuckets FEW = new ClickBuckets(64);
  private static final ClickBuckets MANY = new ClickBuckets(4096);

  /** As after a change of buckets, when the topic was read anew. */
  @Test
  void eachPartIsOfOnePipelineThoughTwoHaveIt() {
    CountedSpans spans = spans(span(0, 100, FEW), span(40, 120, MANY));

    assertThat(spans.clickStretches(hours(0, 110)))
        .containsExactly(
            new ClickStretch(hours(0, 100), hours(0, 100), FEW, false),
            new ClickStretch(hours(100, 110), hours(40, 120), MANY, true));
    assertThat(spans.clickStretches(hours(50, 60)))
        .containsExactly(new ClickStretch(hours(50, 60), hours(40, 120), MANY, true));
  }

  @Test
  void theOldOneIsReadUntilTheNewOneHasPassedIt() {
    CountedSpans spans = spans(span(0, 100, FEW), span(40, 60, MANY));

    assertThat(spans.clickStretches(hours(50, 55)))
        .containsExactly(new ClickStretch(hours(50, 55), hours(0, 100), FEW, true));
  }

  @Test
  void whatIsYetToComeIsOfTheNewest() {
    assertThat(spans(span(0, 100, FEW)).clickStretches(hours(99, 101)))
        .containsExactly(new ClickStretch(hours(99, 101), hours(0, 100), FEW, true));
  }

  @Test
  void anHourThatOnlyPartlyBelongsToAStretchIsRewrittenToo() {
    ClickStretch begun = new ClickStretch(hours(0, 1), hours(0, 100), FEW, true);
    long hour = BEGIN;

    assertThat(begun.isRewritten(hour - 1_800_000, hour + 3_600_000)).isTrue();
    assertThat(begun.isRewritten(hour, hour + 3_599_999)).isFalse();
    assertThat(begun.isRewritten(hour, Long.MIN_VALUE)).isFalse();
  }

  @Test
  void theLastDayOfOneThatIsGoneIsReadFromMinutes() {
    ClickStretch gone = new ClickStretch(hours(0, 1), hours(0, 100), FEW, false);
    long through = BEGIN + 1_000 * Periods.HOUR_MILLIS;

    assertThat(gone.isRewritten(BEGIN + 73 * Periods.HOUR_MILLIS, through)).isTrue();
    assertThat(gone.isRewritten(BEGIN + 74 * Periods.HOUR_MILLIS, through)).isFalse();
  }

  private static CountedSpans spans(CountedSpan... spans) {
    return new CountedSpans(List.of(spans), List.of(), BEGIN);
  }

  private static CountedSpan span(int from, int to, ClickBuckets buckets) {
    MinuteInterval counted = hours(from, to);
    return new CountedSpan(counted, Map.of(KeptPart.CLICKS, counted.fromMillis()), buckets);
  }

  private static MinuteInterval hours(int from, int to) {
    return new MinuteInterval(BEGIN + from * Periods.HOUR_MILLIS, BEGIN + to * Periods.HOUR_MILLIS);
  }
}
