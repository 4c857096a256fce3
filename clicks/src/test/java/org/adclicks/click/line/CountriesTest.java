package org.adclicks.click.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.adclicks.click.Countries;
import org.adclicks.click.Dimension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No click is lost for its country. */
class CountriesTest {

  private static final String LINE =
      "{\"ad_id\":\"a\",\"click_timestamp\":1709298600000,\"user_id\":\"u\",\"ip\":\"::1\"%s}";

  @Test
  void knowsEveryCountryByBothItsCodesInEitherCase() {
    String[] codes = Locale.getISOCountries();
    assertThat(codes).hasSize(249);
    for (String code : codes) {
      String three = new Locale("", code).getISO3Country();
      assertThat(three).hasSize(3);
      for (String text : new String[] {code, three}) {
        assertThat(Countries.named(text)).isEqualTo(code);
        assertThat(Countries.named(text.toLowerCase(Locale.ROOT))).isEqualTo(code);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "us,US",
    "Us,US",
    "GB,GB",
    "UK,GB",
    "uk,GB",
    "uK,GB",
    "EL,GR",
    "el,GR",
    "XK,XK",
    "xk,XK",
    "XKX,XK",
    "GBR,GB",
    "USA,US",
    "deu,DE",
    "' US',US",
    "'US ',US",
    "' gbr ',GB",
    "'\u00A0US',US",
    "'\u3000us\t',US",
    "NA,NA",
    "AQ,AQ",
    "BQ,BQ",
    "UM,UM",
    "SS,SS",
    "ROU,RO"
  })
  void takesACountryHoweverItIsWritten(String text, String code) {
    ParsedLine.Accepted line = accepted(",\"country\":\"" + text.replace("\t", "\\t") + "\"");

    assertThat(country(line)).isEqualTo(code);
    assertThat(sent(line)).isEqualTo(text.equals(code) ? null : text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EU",
        "AP",
        "T1",
        "A1",
        "A2",
        "O1",
        "XX",
        "xx",
        "--",
        "-",
        "null",
        "NULL",
        "N/A",
        "n/a",
        "None",
        "unknown",
        "Unknown",
        "undefined",
        "(not set)",
        "?",
        "*",
        "AN",
        "SU",
        "YU",
        "TP",
        "CS",
        "DD",
        "ZR",
        "BU",
        "FX",
        "ROM",
        "ANT",
        "ZZZ",
        "XA",
        "QO",
        "AA",
        "840",
        "u",
        "U S",
        "Germany",
        "US,CA",
        "\u0131t",
        "\uFF35\uFF33",
        "\u00DF",
        "US\u200B",
        "'; DROP TABLE cells"
      })
  void countsAnyOtherTextAsUnknownAndKeepsIt(String text) {
    ParsedLine.Accepted line = accepted(",\"country\":\"" + text + "\"");

    assertThat(country(line)).isEqualTo("ZZ");
    assertThat(sent(line)).isEqualTo(text);
  }

  @Test
  void keepsATextOfAnyLength() {
    String text = "x".repeat(60_000);

    assertThat(sent(accepted(",\"country\":\"" + text + "\""))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"country\":null", ",\"country\":\"\""})
  void countsNothingAsUnknownAndSaysThatNothingWasSent(String member) {
    ParsedLine.Accepted line = accepted(member);

    assertThat(country(line)).isEqualTo("ZZ");
    assertThat(sent(line)).isEmpty();
  }

  @Test
  void aSentUnknownIsNotSaidTwice() {
    assertThat(sent(accepted(",\"country\":\"ZZ\""))).isNull();
  }

  @Test
  void countsAnEmptyCsvFieldAsUnknown() {
    ParsedLine line = ClickParser.parse(bytes("a,1709298600000,u,::1,"));

    assertThat(line).isInstanceOf(ParsedLine.Accepted.class);
    assertThat(country((ParsedLine.Accepted) line)).isEqualTo("ZZ");
  }

  private static String country(ParsedLine.Accepted line) {
    return line.click().scope().requireValue(Dimension.COUNTRY);
  }

  private static @Nullable String sent(ParsedLine.Accepted line) {
    return line.sent().of(Dimension.COUNTRY);
  }

  private static ParsedLine.Accepted accepted(String member) {
    ParsedLine line = ClickParser.parse(bytes(LINE.formatted(member)));
    assertThat(line).isInstanceOf(ParsedLine.Accepted.class);
    return (ParsedLine.Accepted) line;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
