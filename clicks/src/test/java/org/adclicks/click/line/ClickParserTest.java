package org.adclicks.click.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.adclicks.click.Click;
import org.adclicks.click.Rejection;
import org.adclicks.click.Scope;
import org.adclicks.v1.RejectionReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClickParserTest {

  private static final String GOOD =
      "{\"ad_id\":\"a1\",\"click_timestamp\":1700000000123,\"user_id\":\"u1\",\"ip\":\"1.2.3.4\",\"country\":\"US\"}";
  private static final Click CLICK =
      new Click("a1", 1_700_000_000_123L, "u1", "1.2.3.4", Scope.narrowest("US"), null);

  @Test
  void readsJson() {
    assertThat(accepted(GOOD)).isEqualTo(CLICK);
  }

  @Test
  void readsCsv() {
    assertThat(accepted("a1,1700000000123,u1,1.2.3.4,US")).isEqualTo(CLICK);
    assertThat(accepted("a1,2023-11-14T22:13:20.123Z,u1,1.2.3.4,US,\r")).isEqualTo(CLICK);
    assertThat(accepted("\"a\"\"1,\",1700000000123,u1,1.2.3.4,US,c9"))
        .isEqualTo(
            new Click("a\"1,", 1_700_000_000_123L, "u1", "1.2.3.4", Scope.narrowest("US"), "c9"));
  }

  @Test
  void keepsClickIdAndIgnoresUnknownKeys() {
    Click click = accepted(GOOD.replace("{", "{\"click_id\":\"c1\",\"extra\":{\"ad_id\":[1,2]},"));
    assertThat(click.clickId()).isEqualTo("c1");
  }

  @ParameterizedTest
  @CsvSource({
    "2023-11-14T22:13:20Z,           1700000000000",
    "2023-11-14t22:13:20.5z,         1700000000500",
    "2023-11-14 22:13:20.123456789Z, 1700000000123",
    "2023-11-15T00:13:20.001+02:00,  1700000000001",
    "2023-11-14T16:43:20-05:30,      1700000000000",
    "2024-02-29T00:00:00Z,           1709164800000",
    "2024-02-29T23:59:60Z,           1709251199999",
    "2024-02-29T23:59:60.9Z,         1709251199999",
    "2024-03-01T05:29:60+05:30,      1709251199999",
    "2024-02-29T10:07:60z,           1709201279999",
    "2024-03-01T00:00:00-00:00,      1709251200000",
    "2024-03-01T23:59:00+23:59,      1709251200000",
    "' 2024-03-01T00:00:00Z ',       1709251200000",
    "1999-12-31T23:59:59Z,           946684799000",
    "1700000000000,                  1700000000000",
    "0,                              0"
  })
  void readsTimestamps(String text, long millis) {
    assertThat(accepted(GOOD.replace("1700000000123", "\"" + text + "\"")).clickTimestampMillis())
        .isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.3.4,                 1.2.3.4",
    "2001:DB8:0:0:0:0:0:1,    2001:db8::1",
    "::ffff:1.2.3.4,          1.2.3.4",
    "::1,                     ::1",
    "255.255.255.255,         255.255.255.255"
  })
  void makesAddressesCanonical(String text, String canonical) {
    assertThat(accepted(GOOD.replace("1.2.3.4", text)).ip()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x20, 0x09, 0xA0, 0x1680, 0x2002, 0x2009, 0x202F, 0x205F, 0x3000})
  void trimsBlanksAroundEveryField(int blank) {
    String space = Character.toString(blank);
    String padded =
        "%1$sa1 x%1$s,%1$s1700000000123%1$s,%1$su1%1$s,%1$s1.2.3.4%1$s,%1$sus%1$s,%1$sc1%1$s"
            .formatted(space);
    Click click =
        new Click("a1 x", 1_700_000_000_123L, "u1", "1.2.3.4", Scope.narrowest("US"), "c1");

    assertThat(accepted(padded)).isEqualTo(click);
    assertThat(accepted("\"" + padded.replace(",", "\",\"") + "\"")).isEqualTo(click);
    assertThat(accepted(GOOD.replace("a1", space + "a1" + space).replace('\t', ' ')))
        .isEqualTo(CLICK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "null", "\"  \"", "\"\\t\u3000\""})
  void takesAnEmptyClickIdForNone(String clickId) {
    assertThat(accepted(GOOD.replace("{", "{\"click_id\":" + clickId + ","))).isEqualTo(CLICK);
    assertThat(accepted("a1,1700000000123,u1,1.2.3.4,US,  ")).isEqualTo(CLICK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFF",
        "\uFEFF\uFEFF",
        "\0",
        "\0\0\0\0\0\0\0\0",
        "\0\uFEFF",
        "\uFEFF \0\t",
        "  \uFEFF"
      })
  void passesOverWhatStandsBeforeALine(String before) {
    assertThat(accepted(before + GOOD)).isEqualTo(CLICK);
    assertThat(accepted(before + GOOD.replace("a1", "\\u0061\\u0031"))).isEqualTo(CLICK);
    assertThat(accepted(before + "a1,1700000000123,u1,1.2.3.4,US")).isEqualTo(CLICK);
    assertThat(accepted(before + "\"a1\",1700000000123,u1,1.2.3.4,US")).isEqualTo(CLICK);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00AD, 0x034F, 0x061C, 0x115F, 0x17B4, 0x180E, 0x180B, 0x200B, 0x200C, 0x200D, 0x200E,
        0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2060, 0x2064, 0x2065, 0x2066, 0x2069, 0x206F,
        0x2800, 0x3164, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFE, 0xFFFF, 0x0378, 0xFDD0, 0x1D173,
        0xE0001, 0xE0020, 0xE0100, 0x1FFFE
      })
  void rejectsIdsWithWhatCannotBeSeen(int codePoint) {
    String hidden = Character.toString(codePoint);
    for (String id : List.of("ab" + hidden, hidden + "ab", "a" + hidden + "b", hidden)) {
      for (String line :
          List.of(
              GOOD.replace("a1", id),
              GOOD.replace("u1", id),
              GOOD.replace("{", "{\"click_id\":\"" + id + "\","),
              "\"" + id + "\",1700000000123,u1,1.2.3.4,US")) {
        Rejection rejection = rejected(line.getBytes(StandardCharsets.UTF_8));
        assertThat(rejection.reason()).isEqualTo(RejectionReason.CONTROL_CHARACTER);
        assertThat(rejection.detail())
            .endsWith(String.format("has an invisible character, U+%04X", codePoint));
      }
    }
  }

  @Test
  void rejectsBothHalvesOfARecordCutInAQuotedField() {
    String record = "\"shoe\nsale\",1700000000123,\"u\n2\",1.2.3.4,US,\"id\n7\"";
    for (String part : record.split("\n", -1)) {
      assertThat(rejected(part.getBytes(StandardCharsets.UTF_8)).reason())
          .as(part)
          .isIn(RejectionReason.MALFORMED, RejectionReason.MISSING_FIELD);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"'; DROP TABLE clicks; --", "空 id", "😀", "a\\u0020b"})
  void takesAnyPrintableId(String id) {
    assertThat(accepted(GOOD.replace("a1", id))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\r\n", "\t", "\uFEFF", "\uFEFF\r\n"})
  void passesOverBlankLines(String line) {
    assertThat(parse(line)).isInstanceOf(ParsedLine.Blank.class);
  }

  static Stream<Arguments> badLines() {
    return Stream.of(
        bad(RejectionReason.MALFORMED, "{"),
        bad(RejectionReason.MALFORMED, GOOD.substring(0, 50)),
        bad(RejectionReason.MALFORMED, "hello"),
        bad(RejectionReason.MALFORMED, "[1]"),
        bad(RejectionReason.MALFORMED, "{]"),
        bad(RejectionReason.MALFORMED, "{\"ad_id\":\"a\0\"}"),
        bad(RejectionReason.MALFORMED, "a1,1700000000123,\"u1,1.2.3.4,US"),
        bad(RejectionReason.MALFORMED, "\"a1\"x,1700000000123,u1,1.2.3.4,US"),
        bad(RejectionReason.MALFORMED, "a1,1700000000123,u1,1.2.3.4,US,c,extra"),
        bad(RejectionReason.TRAILING_DATA, GOOD + GOOD),
        bad(RejectionReason.TRAILING_DATA, GOOD + "x"),
        bad(RejectionReason.TRAILING_DATA, GOOD + "\0"),
        bad(RejectionReason.DUPLICATE_KEY, GOOD.replace("{", "{\"ad_id\":\"a2\",")),
        bad(RejectionReason.DUPLICATE_KEY, GOOD.replace("{", "{\"x\":1,\"x\":1,")),
        bad(RejectionReason.MALFORMED, "sale\",1700000000123,u1,1.2.3.4,US"),
        bad(RejectionReason.MALFORMED, "a1,1700000000123,u\"1\",1.2.3.4,US"),
        bad(RejectionReason.MALFORMED, "a1,1700000000123, \"u1\",1.2.3.4,US"),
        bad(RejectionReason.MALFORMED, "a1,1700000000123,u1,1.2.3.4,US,id\""),
        bad(RejectionReason.MALFORMED, "a1,1700000000123,\"u1\" ,1.2.3.4,US"),
        bad(RejectionReason.MALFORMED, "7\""),
        bad(RejectionReason.MALFORMED, "\0\0\0"),
        bad(RejectionReason.MALFORMED, " \0\t"),
        bad(RejectionReason.HEADER_LINE, "ad_id,click_timestamp,user_id,ip,country"),
        bad(RejectionReason.HEADER_LINE, "\uFEFFuser_id, Click_Timestamp ,\"AD_ID\",ip,country"),
        bad(RejectionReason.HEADER_LINE, "a,b,c,d,e,f,ad_id,click_timestamp"),
        bad(RejectionReason.HEADER_LINE, "ad_id,click_timestamp"),
        bad(RejectionReason.MISSING_FIELD, "{}"),
        bad(RejectionReason.MISSING_FIELD, GOOD.replace("user_id", "user")),
        bad(RejectionReason.MISSING_FIELD, GOOD.replace("\"u1\"", "null")),
        bad(RejectionReason.MISSING_FIELD, "a1,1700000000123,u1"),
        bad(RejectionReason.WRONG_TYPE, GOOD.replace("\"a1\"", "1")),
        bad(RejectionReason.WRONG_TYPE, GOOD.replace("\"a1\"", "[\"a1\"]")),
        bad(RejectionReason.WRONG_TYPE, GOOD.replace("1700000000123", "true")),
        bad(RejectionReason.WRONG_TYPE, GOOD.replace("1700000000123", "{}")),
        bad(RejectionReason.WRONG_TYPE, GOOD.replace("\"US\"", "840")),
        bad(RejectionReason.WRONG_TYPE, GOOD.replace("\"US\"", "{\"iso\":\"US\"}")),
        bad(RejectionReason.WRONG_TYPE, GOOD.replace("\"US\"", "[\"US\"]")),
        bad(RejectionReason.WRONG_TYPE, GOOD.replace("\"US\"", "true")),
        bad(RejectionReason.WRONG_TYPE, GOOD.replace("{", "{\"click_id\":7,")),
        bad(RejectionReason.EMPTY_ID, GOOD.replace("a1", "")),
        bad(RejectionReason.EMPTY_ID, GOOD.replace("a1", " \\t\u3000")),
        bad(RejectionReason.EMPTY_ID, ",1700000000123,u1,1.2.3.4,US"),
        bad(RejectionReason.OVERSIZED_ID, GOOD.replace("a1", "a".repeat(257))),
        bad(RejectionReason.OVERSIZED_ID, GOOD.replace("u1", "é".repeat(129))),
        bad(RejectionReason.OVERSIZED_ID, GOOD.replace("u1", "😀".repeat(65))),
        bad(RejectionReason.CONTROL_CHARACTER, GOOD.replace("a1", "a\\u0000")),
        bad(RejectionReason.CONTROL_CHARACTER, GOOD.replace("a1", "a\\u0085")),
        bad(RejectionReason.CONTROL_CHARACTER, GOOD.replace("a1", "a\\ud83d")),
        bad(RejectionReason.CONTROL_CHARACTER, "a\0,1700000000123,u1,1.2.3.4,US"),
        bad(RejectionReason.CONTROL_CHARACTER, "a1,1700000000123,u1,1.2.3.4,US\0\0"),
        bad(RejectionReason.CONTROL_CHARACTER, "a1,1700000000123,u\t1,1.2.3.4,US"),
        bad(RejectionReason.CONTROL_CHARACTER, "a1,1700000000123,u1,1.2.3.4,US,c\u0007"),
        bad(RejectionReason.CONTROL_CHARACTER, GOOD.replace("US", "U\\u0000S")),
        bad(RejectionReason.CONTROL_CHARACTER, GOOD.replace("US", "US\\n")),
        bad(RejectionReason.CONTROL_CHARACTER, GOOD.replace("US", "\\ud83d")),
        bad(RejectionReason.INVALID_IP, GOOD.replace("1.2.3.4", "1.2.3")),
        bad(RejectionReason.INVALID_IP, GOOD.replace("1.2.3.4", "1.2.3.04")),
        bad(RejectionReason.INVALID_IP, GOOD.replace("1.2.3.4", "1.2.3.4.")),
        bad(RejectionReason.INVALID_IP, GOOD.replace("1.2.3.4", "256.1.1.1")),
        bad(RejectionReason.INVALID_IP, GOOD.replace("1.2.3.4", "fe80::1%eth0")),
        bad(RejectionReason.INVALID_IP, GOOD.replace("1.2.3.4", "localhost")),
        bad(RejectionReason.INVALID_IP, GOOD.replace("1.2.3.4", "")),
        bad(RejectionReason.UNREADABLE_TIMESTAMP, GOOD.replace("1700000000123", "-1")),
        bad(RejectionReason.UNREADABLE_TIMESTAMP, GOOD.replace("1700000000123", "1.7e12")),
        bad(RejectionReason.UNREADABLE_TIMESTAMP, GOOD.replace("1700000000123", "1700000000.5")),
        bad(RejectionReason.UNREADABLE_TIMESTAMP, GOOD.replace("1700000000123", "\"\"")),
        bad(RejectionReason.UNREADABLE_TIMESTAMP, at("2024-02-30T00:00:00Z")),
        bad(RejectionReason.UNREADABLE_TIMESTAMP, at("2023-02-29T00:00:00Z")),
        bad(RejectionReason.UNREADABLE_TIMESTAMP, at("2024-04-31T00:00:00Z")),
        bad(RejectionReason.UNREADABLE_TIMESTAMP, at("2024-00-10T00:00:00Z")),
        bad(RejectionReason.UNREADABLE_TIMESTAMP, at("2024-03-01T00:00:61Z")),
        bad(RejectionReason.UNREADABLE_TIMESTAMP, at("2024-03-01T00:60:00Z")),
        bad(RejectionReason.UNREADABLE_TIMESTAMP, at("2024-03-01T00:00:00.Z")),
        bad(RejectionReason.UNREADABLE_TIMESTAMP, at("2024-03-01T00:00:00+0530")),
        bad(RejectionReason.UNREADABLE_TIMESTAMP, at("2024-03-01T00:00:00+24:00")),
        bad(RejectionReason.UNREADABLE_TIMESTAMP, at("2024-03-01T00:00Z")),
        bad(RejectionReason.UNREADABLE_TIMESTAMP, at("2024-03-01")),
        bad(RejectionReason.UNREADABLE_TIMESTAMP, at("1709251200000000")),
        bad(RejectionReason.UNREADABLE_TIMESTAMP, at("1709251200000000000")),
        bad(RejectionReason.UNREADABLE_TIMESTAMP, at("9999999999999999999")),
        bad(RejectionReason.UNREADABLE_TIMESTAMP, GOOD.replace("1700000000123", "9".repeat(30))),
        bad(RejectionReason.UNREADABLE_TIMESTAMP, GOOD.replace("1700000000123", "\"soon\"")),
        bad(
            RejectionReason.UNREADABLE_TIMESTAMP,
            GOOD.replace("1700000000123", "\"2023-02-30T00:00:00Z\"")),
        bad(
            RejectionReason.UNREADABLE_TIMESTAMP,
            GOOD.replace("1700000000123", "\"2023-11-14T24:00:00Z\"")),
        bad(
            RejectionReason.UNREADABLE_TIMESTAMP,
            GOOD.replace("1700000000123", "\"2023-11-14T22:13:20\"")),
        bad(
            RejectionReason.UNREADABLE_TIMESTAMP,
            GOOD.replace("1700000000123", "\"1969-12-31T23:59:59Z\"")),
        bad(RejectionReason.LINE_TOO_LONG, "x".repeat(ClickParser.MAX_LINE_BYTES + 1)));
  }

  @ParameterizedTest
  @MethodSource("badLines")
  void rejectsWithReason(RejectionReason reason, String line) {
    assertThat(rejected(line.getBytes(StandardCharsets.UTF_8)).reason()).isEqualTo(reason);
  }

  @Test
  void rejectsWhatIsNotUtf8() {
    byte[] line = GOOD.getBytes(StandardCharsets.UTF_8);
    line[10] = (byte) 0xC3;
    assertThat(rejected(line).reason()).isEqualTo(RejectionReason.NOT_UTF8);
    byte[] overlong = {(byte) 0xC0, (byte) 0x80};
    assertThat(rejected(overlong).reason()).isEqualTo(RejectionReason.NOT_UTF8);
  }

  @Test
  void takesALineOfExactlyTheMaximumLength() {
    String padding = " ".repeat(ClickParser.MAX_LINE_BYTES - GOOD.length());
    assertThat(accepted(GOOD + padding)).isEqualTo(CLICK);
  }

  @Test
  void zerosBeforeALineAreNoPartOfItsLength() {
    assertThat(accepted("\0".repeat(100_000) + GOOD)).isEqualTo(CLICK);
  }

  @Test
  void aLineOfWhichOnlyTheBeginningIsThereIsTooLong() {
    byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);

    assertThat(new RawLine(bytes, 70_000).parsed())
        .isInstanceOfSatisfying(
            ParsedLine.Rejected.class,
            line -> assertThat(line.rejection().reason()).isEqualTo(RejectionReason.LINE_TOO_LONG));
  }

  private static String at(String timestamp) {
    return GOOD.replace("1700000000123", "\"" + timestamp + "\"");
  }

  private static Arguments bad(RejectionReason reason, String line) {
    return Arguments.of(reason, line);
  }

  private static ParsedLine parse(String line) {
    return ClickParser.parse(line.getBytes(StandardCharsets.UTF_8));
  }

  private static Click accepted(String line) {
    ParsedLine parsed = parse(line);
    assertThat(parsed).isInstanceOf(ParsedLine.Accepted.class);
    return ((ParsedLine.Accepted) parsed).click();
  }

  private static Rejection rejected(byte[] line) {
    ParsedLine parsed = ClickParser.parse(line);
    assertThat(parsed).isInstanceOf(ParsedLine.Rejected.class);
    return ((ParsedLine.Rejected) parsed).rejection();
  }
}
