package org.adclicks.pipeline.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.adclicks.click.Click;
import org.adclicks.click.Dimension;
import org.adclicks.click.line.AllowedSkew;
import org.adclicks.click.line.ClickParser;
import org.adclicks.click.line.ParsedLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClickGeneratorTest {

  private static final long START = 1_614_592_800_000L;
  private static final int LINES = 100_000;
  private static final ClickMix PLAIN =
      new ClickMix(
          1_000,
          1.0,
          0,
          10_000,
          false,
          Map.of(Dimension.COUNTRY, List.of("US", "DE")),
          false,
          0,
          0,
          240_000,
          0,
          0);

  @Test
  void makesTheSameBytesFromTheSameSeedAndOthersFromAnother() {
    ClickMix mix =
        new ClickMix(
            1_000,
            1.0,
            0.1,
            10_000,
            false,
            Map.of(Dimension.COUNTRY, List.of("US", "DE")),
            true,
            0.05,
            0.05,
            240_000,
            500,
            0.01);

    assertThat(texts(new ClickGenerator(1, mix, LineFormat.json)))
        .isEqualTo(texts(new ClickGenerator(1, mix, LineFormat.json)))
        .isNotEqualTo(texts(new ClickGenerator(2, mix, LineFormat.json)));
  }

  @ParameterizedTest
  @EnumSource(LineFormat.class)
  void makesLinesThatAreClicksOfTheirTime(LineFormat format) {
    ClickGenerator generator = new ClickGenerator(1, PLAIN, format);
    Map<String, String> ipOfUser = new HashMap<>();
    Map<String, String> countryOfUser = new HashMap<>();

    for (int i = 0; i < LINES; i++) {
      Click click = click(generator.next(START + i));
      assertThat(click.clickTimestampMillis()).isEqualTo(START + i);
      assertThat(click.clickId()).isNull();
      assertThat(ipOfUser.computeIfAbsent(click.userId(), user -> click.ip()))
          .isEqualTo(click.ip());
      assertThat(countryOfUser.computeIfAbsent(click.userId(), user -> country(click)))
          .isEqualTo(country(click));
    }

    assertThat(generator.made()).isEqualTo(new GeneratedLines(LINES, 0, 0, 0));
    long ofGermany = countryOfUser.values().stream().filter("DE"::equals).count();
    assertThat(ofGermany).isCloseTo(countryOfUser.size() / 3, withPercentage(5));
  }

  @Test
  void randomIpsAreOfTheClickAndNotOfItsUser() {
    ClickMix random =
        new ClickMix(
            10, 1.0, 0, 1, true, Map.of(Dimension.COUNTRY, List.of("US")), false, 0, 0, 0, 0, 0);
    ClickGenerator generator = new ClickGenerator(1, random, LineFormat.json);
    Set<String> ips = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      ips.add(click(generator.next(START + i)).ip());
    }

    assertThat(ips).hasSizeGreaterThan(990).allMatch(ip -> ip.matches("[0-9.]+"));
  }

  @Test
  void drawsAdsByAZipfDistribution() {
    Map<String, Integer> clicks = clicksPerAd(new ClickGenerator(1, PLAIN, LineFormat.csv));

    // The sum of 1/k over 1,000 ads is 7.485.
    assertThat(clicks.get("ad-1")).isCloseTo((int) (LINES / 7.485), withPercentage(3));
    assertThat(clicks.get("ad-10")).isCloseTo((int) (LINES / 74.85), withPercentage(10));
  }

  @Test
  void drawsAllAdsAlikeWithExponentZero() {
    ClickMix alike =
        new ClickMix(
            10,
            0,
            0,
            10_000,
            false,
            Map.of(Dimension.COUNTRY, List.of("US")),
            false,
            0,
            0,
            0,
            0,
            0);

    Map<String, Integer> clicks = clicksPerAd(new ClickGenerator(1, alike, LineFormat.csv));

    assertThat(clicks).hasSize(10);
    assertThat(clicks.values())
        .allSatisfy(count -> assertThat(count).isCloseTo(LINES / 10, withPercentage(5)));
  }

  @Test
  void givesTheHotAdItsShare() {
    ClickMix hot =
        new ClickMix(
            1_000,
            1.0,
            0.5,
            10_000,
            false,
            Map.of(Dimension.COUNTRY, List.of("US")),
            false,
            0,
            0,
            0,
            0,
            0);

    Map<String, Integer> clicks = clicksPerAd(new ClickGenerator(1, hot, LineFormat.csv));

    assertThat(clicks.get("ad-hot")).isCloseTo(LINES / 2, withPercentage(2));
  }

  @Test
  void repeatsLinesByteByByteNearAndFarBehindButNotTooFar() {
    ClickMix doubled =
        new ClickMix(
            1_000,
            1.0,
            0,
            10_000,
            false,
            Map.of(Dimension.COUNTRY, List.of("US")),
            true,
            0.1,
            0,
            5_000,
            0,
            0);
    ClickGenerator generator = new ClickGenerator(1, doubled, LineFormat.json);
    Map<String, Integer> firstSeen = new HashMap<>();
    int near = 0;
    int far = 0;

    for (int i = 0; i < LINES; i++) {
      Integer first = firstSeen.putIfAbsent(text(generator.next(START + i)), i);
      if (first != null && i - first <= 100) {
        near++;
      } else if (first != null) {
        assertThat(i - first).isLessThanOrEqualTo(5_000);
        far++;
      }
    }

    assertThat(generator.made().duplicates()).isEqualTo(near + far);
    assertThat(near + far).isCloseTo(LINES / 10, withPercentage(5));
    assertThat(far).isPositive();
  }

  @Test
  void writesItsShareOfClicksLaterThanTheyHappenedWithinTheLimit() {
    ClickMix tardy =
        new ClickMix(
            1_000,
            1.0,
            0,
            10_000,
            false,
            Map.of(Dimension.COUNTRY, List.of("US")),
            false,
            0,
            0.02,
            60_000,
            0,
            0);
    ClickGenerator generator = new ClickGenerator(1, tardy, LineFormat.json);
    int late = 0;

    for (int i = 0; i < LINES; i++) {
      long behind = START + i - click(generator.next(START + i)).clickTimestampMillis();
      assertThat(behind).isBetween(0L, 60_000L);
      late += behind > 0 ? 1 : 0;
    }

    assertThat(generator.made().late()).isEqualTo(late);
    assertThat(late).isCloseTo(LINES / 50, withPercentage(10));
  }

  @Test
  void letsServersClocksDifferByNoMoreThanTheSkew() {
    ClickMix skewed =
        new ClickMix(
            1_000,
            1.0,
            0,
            10_000,
            false,
            Map.of(Dimension.COUNTRY, List.of("US")),
            false,
            0,
            0,
            0,
            2_000,
            0);
    ClickGenerator generator = new ClickGenerator(1, skewed, LineFormat.json);
    Set<Long> errors = new HashSet<>();

    for (int i = 0; i < LINES; i++) {
      errors.add(click(generator.next(START + i)).clickTimestampMillis() - START - i);
    }

    assertThat(errors).hasSizeBetween(2, 16);
    assertThat(errors).allSatisfy(error -> assertThat(error).isBetween(-2_000L, 2_000L));
  }

  @ParameterizedTest
  @EnumSource(LineFormat.class)
  void makesBadLinesThatEveryReaderRejects(LineFormat format) {
    ClickMix bad =
        new ClickMix(
            1_000,
            1.0,
            0,
            10_000,
            false,
            Map.of(Dimension.COUNTRY, List.of("US")),
            true,
            0,
            0,
            0,
            0,
            0.1);
    ClickGenerator generator = new ClickGenerator(1, bad, format);
    int rejected = 0;

    for (int i = 0; i < LINES; i++) {
      ParsedLine parsed = ClickParser.parse(generator.next(START + i));
      boolean accepted =
          parsed instanceof ParsedLine.Accepted click
              && new AllowedSkew(300_000).check(click.click(), START + i).isEmpty();
      rejected += accepted ? 0 : 1;
    }

    assertThat(generator.made().bad()).isEqualTo(rejected);
    assertThat(rejected).isCloseTo(LINES / 10, withPercentage(5));
    assertThat(generator.made().all()).isEqualTo(LINES);
  }

  @Test
  void refusesAMixThatLeavesNoRoomForClicks() {
    assertThatThrownBy(
            () ->
                new ClickMix(
                    1,
                    1,
                    0,
                    1,
                    false,
                    Map.of(Dimension.COUNTRY, List.of("US")),
                    false,
                    0.6,
                    0,
                    0,
                    0,
                    0.4))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new ClickMix(
                    0,
                    1,
                    0,
                    1,
                    false,
                    Map.of(Dimension.COUNTRY, List.of("US")),
                    false,
                    0,
                    0,
                    0,
                    0,
                    0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Map<String, Integer> clicksPerAd(ClickGenerator generator) {
    Map<String, Integer> clicks = new HashMap<>();
    for (int i = 0; i < LINES; i++) {
      clicks.merge(click(generator.next(START + i)).adId(), 1, Integer::sum);
    }
    return clicks;
  }

  private static List<String> texts(ClickGenerator generator) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      texts.add(text(generator.next(START + i)));
    }
    return texts;
  }

  private static Click click(byte[] line) {
    if (ClickParser.parse(line) instanceof ParsedLine.Accepted accepted) {
      return accepted.click();
    }
    throw new AssertionError("no click: " + text(line));
  }

  private static String country(Click click) {
    return click.scope().requireValue(Dimension.COUNTRY);
  }

  private static String text(byte[] line) {
    return new String(line, StandardCharsets.ISO_8859_1);
  }
}
