package org.adclicks.click.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.adclicks.click.Click;
import org.adclicks.click.Rejection;
import org.adclicks.v1.RejectionReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that are no milliseconds since 1970 are told from those that are. */
class AllowedSkewTest {

  private static final long NOW = Instant.parse("2026-11-23T10:00:00Z").toEpochMilli();
  private static final AllowedSkew SKEW = new AllowedSkew(300_000);

  private static final String SECONDS = "looks like seconds since 1970, not milliseconds";
  private static final String DATE = "like a date written in digits";

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        17,
        24_030,
        240_301,
        24_030_110,
        20_240_301,
        946_684_800,
        999_999_999,
        1_709_251_200,
        2_403_011_000L,
        2_024_030_110L,
        4_102_444_800L,
        99_999_999_999L
      })
  void takesASmallNumberForSeconds(long number) {
    Rejection rejection = rejection(number);

    assertThat(rejection.reason()).isEqualTo(RejectionReason.ANCIENT_TIMESTAMP);
    assertThat(rejection.detail())
        .startsWith("click_timestamp " + number + " is 19")
        .contains(", before 2000-01-01T00:00:00Z: " + SECONDS);
  }

  @ParameterizedTest
  @ValueSource(longs = {240_301, 24_030_110, 20_240_301, 2_403_011_000L, 240_301_100_000L})
  void saysThatDigitsLookLikeADate(long number) {
    assertThat(rejection(number).reason()).isEqualTo(RejectionReason.ANCIENT_TIMESTAMP);
    assertThat(rejection(number).detail()).contains(DATE);
  }

  @Test
  void saysSoOfAFutureDateToo() {
    assertThat(rejection(20_240_301_100_000L).reason()).isEqualTo(RejectionReason.FUTURE_TIMESTAMP);
    assertThat(rejection(20_240_301_100_000L).detail()).contains(DATE);
  }

  @ParameterizedTest
  @CsvSource({
    "1709251200000000,    looks like microseconds since 1970",
    "1709251200000000000, looks like nanoseconds since 1970",
    "20240301100000000,   looks like a date written in digits"
  })
  void saysWhatALargeNumberLooksLike(long number, String looks) {
    Rejection rejection = rejection(number);

    assertThat(rejection.reason()).isEqualTo(RejectionReason.UNREADABLE_TIMESTAMP);
    assertThat(rejection.detail()).contains(looks);
  }

  @Test
  void rejectsWhatIsBeforeTheYear2000AndNothingAfter() {
    assertThat(rejection(946_684_799_999L).reason()).isEqualTo(RejectionReason.ANCIENT_TIMESTAMP);
    assertThat(SKEW.check(click("946684800000"), NOW)).isEmpty();
    assertThat(SKEW.check(click("\"2000-01-01T00:00:00Z\""), NOW)).isEmpty();
    assertThat(SKEW.check(click("\"1999-12-31T23:59:59.999Z\""), NOW)).isPresent();
    assertThat(SKEW.check(click(Long.toString(NOW)), NOW)).isEmpty();
  }

  @Test
  void anotherEarliestTimeMayBeChosen() {
    assertThat(new AllowedSkew(0, 0).check(click("0"), NOW)).isEmpty();
    assertThat(new AllowedSkew(0, NOW).check(click(Long.toString(NOW - 1)), NOW)).isPresent();
  }

  /** As a number and as text. */
  private static Rejection rejection(long number) {
    Rejection rejection = rejection(Long.toString(number));
    assertThat(rejection("\"" + number + "\"")).isEqualTo(rejection);
    return rejection;
  }

  private static Rejection rejection(String timestamp) {
    return parse(timestamp) instanceof ParsedLine.Rejected rejected
        ? rejected.rejection()
        : SKEW.check(click(timestamp), NOW).orElseThrow();
  }

  private static Click click(String timestamp) {
    return ((ParsedLine.Accepted) parse(timestamp)).click();
  }

  private static ParsedLine parse(String timestamp) {
    String line =
        "{\"ad_id\":\"a\",\"click_timestamp\":"
            + timestamp
            + ",\"user_id\":\"u\",\"ip\":\"::1\",\"country\":\"US\"}";
    return ClickParser.parse(line.getBytes(StandardCharsets.UTF_8));
  }
}
