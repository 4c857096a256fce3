package org.adclicks.query.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IntervalRequestTest {

  private static final Progress PROGRESS =
      new Progress(at("10:05:45"), at("09:55:00"), at("09:50:00"), Long.MIN_VALUE);
  private static final long DATA_FROM = at("08:59:30");
  private static final Duration LONGEST = Duration.ofHours(24);

  @Test
  void roundsFromDownAndToUp() {
    assertThat(resolve("2026-11-23T10:00:59.999Z", "2026-11-23T10:02:00.001Z"))
        .isEqualTo(new MinuteInterval(at("10:00:00"), at("10:03:00")));
    assertThat(resolve("2026-11-23T10:00:00Z", "2026-11-23T10:02:00Z"))
        .isEqualTo(new MinuteInterval(at("10:00:00"), at("10:02:00")));
  }

  @Test
  void endsWithTheNewestWholeMinuteByDefault() {
    assertThat(resolve("", "")).isEqualTo(new MinuteInterval(at("10:04:00"), at("10:05:00")));
    assertThat(resolve("2026-11-23T09:00:00Z", ""))
        .isEqualTo(new MinuteInterval(at("09:00:00"), at("10:05:00")));
  }

  @Test
  void startsTheDefaultLengthBeforeItsEnd() {
    assertThat(resolve("", "2026-11-23T09:00:30Z"))
        .isEqualTo(new MinuteInterval(at("09:00:00"), at("09:01:00")));
  }

  @Test
  void startsNoEarlierThanTheDataByDefault() {
    IntervalRequest hour = new IntervalRequest("", "", Duration.ofHours(2));
    assertThat(hour.resolve(PROGRESS, at("09:30:00"), LONGEST))
        .isEqualTo(new MinuteInterval(at("09:30:00"), at("10:05:00")));
    IntervalRequest named = new IntervalRequest("2026-11-23T08:00:00Z", "", Duration.ofHours(2));
    assertThat(named.resolve(PROGRESS, at("09:30:00"), LONGEST).fromMillis())
        .as("what is named is meant")
        .isEqualTo(at("08:00:00"));
    assertThatExceptionOfType(NothingCountedException.class)
        .isThrownBy(() -> hour.resolve(PROGRESS, at("10:05:00"), LONGEST));
  }

  @Test
  void refusesAnEmptyOrEndlessInterval() {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> resolve("2026-11-23T10:00:00Z", "2026-11-23T10:00:00Z"))
        .withMessage("from: must be before to");
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> resolve("2026-11-23T10:05:30Z", ""))
        .withMessageContaining("as_of");
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> resolve("2026-11-20T10:00:00Z", "2026-11-23T10:00:00Z"))
        .withMessage("from: may be at most 24 hours before to for this question");
  }

  @Test
  void needsProgressOnlyForItsDefault() {
    IntervalRequest now = new IntervalRequest("", "", Duration.ofMinutes(1));
    assertThatExceptionOfType(NothingCountedException.class)
        .isThrownBy(() -> now.resolve(Progress.NONE, DATA_FROM, LONGEST));
    IntervalRequest then =
        new IntervalRequest("2000-01-01T00:00:00Z", "946684860000", Duration.ofMinutes(1));
    assertThat(then.resolve(Progress.NONE, DATA_FROM, LONGEST).minutes()).isEqualTo(1);
  }

  private static MinuteInterval resolve(String from, String to) {
    return new IntervalRequest(from, to, Duration.ofMinutes(1))
        .resolve(PROGRESS, DATA_FROM, LONGEST);
  }

  private static long at(String time) {
    return Instant.parse("2026-11-23T" + time + "Z").toEpochMilli();
  }
}
