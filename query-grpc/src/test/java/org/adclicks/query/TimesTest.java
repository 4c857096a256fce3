package org.adclicks.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.adclicks.click.DurationText;
import org.adclicks.query.question.InvalidRequestException;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.PointInTime;
import org.adclicks.query.question.ProtoTime;
import org.adclicks.query.question.SlidingWindow;
import org.adclicks.query.question.WindowLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

  private static final long TEN = Instant.parse("2026-11-23T10:00:00Z").toEpochMilli();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-23T10:00:00Z",
        "2026-11-23T10:00:00.000Z",
        "2026-11-23T12:00:00+02:00",
        "1795428000000",
        " 2026-11-23T10:00:00Z "
      })
  void readsPointsInTime(String text) {
    assertThat(PointInTime.parse("from", text)).isEqualTo(TEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday",
        "2026-11-23",
        "2026-11-23T10:00:00",
        "2026-11-23T10:00:00 02:00",
        "-1",
        "99999999999999999999",
        "999999999999999",
        "10000-01-01T00:00:00Z",
        "0",
        "1795428000",
        "946684800",
        "1795428000000000",
        "1999-12-31T23:59:59.999Z",
        "1.5",
        "-"
      })
  void namesTheFieldOfAnUnreadableTime(String text) {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> PointInTime.parse("from", text))
        .withMessageStartingWith("from: ");
  }

  @Property
  void readsBackAnyTimeItWrites(
      @ForAll @LongRange(min = 946_684_800_000L, max = 7_258_118_400_000L) long millis) {
    assertThat(PointInTime.parse("to", Instant.ofEpochMilli(millis).toString())).isEqualTo(millis);
    assertThat(PointInTime.parse("to", Long.toString(millis))).isEqualTo(millis);
    assertThat(ProtoTime.instant(ProtoTime.of(millis)).toEpochMilli()).isEqualTo(millis);
  }

  @Test
  void readsDurations() {
    assertThat(WindowLength.parse("90s")).isEqualTo(Duration.ofSeconds(90));
    assertThat(WindowLength.parse("7m")).isEqualTo(Duration.ofMinutes(7));
    assertThat(WindowLength.parse("1h")).isEqualTo(Duration.ofHours(1));
    assertThat(DurationText.of(Duration.ofHours(1))).isEqualTo("1h");
    assertThat(DurationText.of(Duration.ofMinutes(5))).isEqualTo("5m");
    assertThat(DurationText.of(Duration.ofSeconds(90))).isEqualTo("90s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "m", "0m", "-1m", "1.5h", "5 m", "5M", "1d", "9999999999s"})
  void refusesOtherDurations(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> WindowLength.parse(text));
  }

  @Test
  void findsTheNewestSlidingWindowThatHasEnded() {
    SlidingWindow window = SlidingWindow.parse("1m/10s");
    assertThat(window.newestBefore(TEN)).isEqualTo(new MinuteInterval(TEN - 60_000, TEN));
    assertThat(window.newestBefore(TEN + 9_999)).isEqualTo(new MinuteInterval(TEN - 60_000, TEN));
    assertThat(window.newestBefore(TEN + 10_000))
        .isEqualTo(new MinuteInterval(TEN - 50_000, TEN + 10_000));
    assertThat(SlidingWindow.parseAll("1m/10s, 5m/1m")).hasSize(2).contains(window);
    assertThat(SlidingWindow.parseAll("")).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> SlidingWindow.parse("5m"));
    assertThatIllegalArgumentException().isThrownBy(() -> SlidingWindow.parse("5m/2m"));
  }
}
