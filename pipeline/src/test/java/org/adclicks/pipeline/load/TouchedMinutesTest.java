package org.adclicks.pipeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.adclicks.proto.store.Periods;
import org.junit.jupiter.api.Test;

class TouchedMinutesTest {

  @Test
  void knowsTheMinutesThatClicksFellInto() {
    TouchedMinutes minutes = touched("2021-03-01T10:00:59.999Z");

    assertThat(minutes.contains(millis("2021-03-01T10:00:00Z"))).isTrue();
    assertThat(minutes.contains(millis("2021-03-01T10:01:00Z"))).isFalse();
    assertThat(minutes.contains(millis("2021-03-02T10:00:00Z"))).isFalse();
  }

  @Test
  void asksOnlyForTouchedDaysHoweverFarApart() {
    TouchedMinutes minutes =
        touched("1999-12-31T23:59:59Z", "2021-03-01T10:00:00Z", "2021-03-02T00:00:00Z");

    assertThat(minutes.spans())
        .containsExactly(
            span("1999-12-31T00:00:00Z", "2000-01-01T00:00:00Z"),
            span("2021-03-01T00:00:00Z", "2021-03-03T00:00:00Z"));
  }

  @Test
  void asksForNoMoreThanAMonthAtOnce() {
    TouchedMinutes minutes = new TouchedMinutes();
    long first = millis("2021-01-01T00:00:00Z");
    for (int day = 0; day < 70; day++) {
      minutes.add(first + day * Periods.DAY_MILLIS);
    }

    List<TouchedMinutes.Span> spans = minutes.spans();

    assertThat(spans).hasSize(3);
    assertThat(spans)
        .allSatisfy(
            span ->
                assertThat(span.toMillis() - span.fromMillis())
                    .isLessThanOrEqualTo(31 * Periods.DAY_MILLIS));
    assertThat(spans.get(0).toMillis()).isEqualTo(spans.get(1).fromMillis());
    assertThat(spans.get(2).toMillis()).isEqualTo(first + 70 * Periods.DAY_MILLIS);
  }

  @Test
  void asksForNothingIfNoClickFellAnywhere() {
    assertThat(new TouchedMinutes().spans()).isEmpty();
  }

  private static TouchedMinutes touched(String... times) {
    TouchedMinutes minutes = new TouchedMinutes();
    for (String time : times) {
      minutes.add(millis(time));
    }
    return minutes;
  }

  private static TouchedMinutes.Span span(String from, String to) {
    return new TouchedMinutes.Span(millis(from), millis(to));
  }

  private static long millis(String time) {
    return Instant.parse(time).toEpochMilli();
  }
}
