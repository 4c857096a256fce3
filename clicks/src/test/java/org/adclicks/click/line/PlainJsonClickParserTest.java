package org.adclicks.click.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.adclicks.click.Click;
import org.adclicks.click.Dimension;
import org.adclicks.click.Scope;
import org.adclicks.click.SentTexts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is plain is read as the whole parser reads it; what is not is left to it. */
class PlainJsonClickParserTest {

  private static final String GOOD =
      "{\"ad_id\":\"a1\",\"click_timestamp\":1700000000123,\"user_id\":\"u1\",\"ip\":\"1.2.3.4\",\"country\":\"US\"}";

  @Test
  void readsWhatWritersWrite() {
    assertThat(read(GOOD)).isNotNull();
    assertThat(read(GOOD.replace(":", " :\t").replace(",", " , ") + "\r\n")).isNotNull();
    assertThat(read(GOOD.replace("1700000000123", "\"2023-11-14T22:13:20Z\""))).isNotNull();
    assertThat(read(GOOD.replace("}", ",\"click_id\":\"c\"}"))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "[]",
        "{\"ad_id\"}",
        "{\"ad_id\":\"a\"",
        "{\"ad_id\":\"a\",}",
        "{\"ad_id\":\"a\"} x",
        "{\"ad_id\":\"a\",\"ad_id\":\"a\"}",
        "{\"ad_id\":\"a\\n\"}",
        "{\"ad_id\":\"\u00e9\"}",
        "{\"ad_id\":\"\t\"}",
        "{\"ad_id\":7}",
        "{\"ad_id\":null}",
        "{\"click_timestamp\":007}",
        "{\"click_timestamp\":-1}",
        "{\"click_timestamp\":1.5}",
        "{\"click_timestamp\":1e3}",
        "{\"click_timestamp\":1234567890123456789}",
        "{\"click_timestamp\":1,\"click_timestamp\":\"1\"}",
        "{\"click_timestamp\":\"1\",\"click_timestamp\":1}",
        "{\"unknown\":\"a\"}"
      })
  void leavesTheRestToTheWholeParser(String line) {
    assertThat(read(line)).isNull();
  }

  @Property(tries = 5000)
  void agreesWithTheWholeParser(@ForAll("lines") String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    LineFields fields = PlainJsonClickParser.read(bytes, 0);
    if (fields != null) {
      assertThat(outcome(fields::accept))
          .isEqualTo(outcome(() -> JsonClickParser.parseAny(bytes, 0)));
    }
  }

  @Property(tries = 5000)
  void agreesWithTheWholeParserOnDamagedLines(
      @ForAll @IntRange(max = 110) int at, @ForAll byte with, @ForAll boolean isCut) {
    byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);
    bytes[at % bytes.length] = with;
    byte[] line = isCut ? Arrays.copyOf(bytes, at % bytes.length) : bytes;
    LineFields fields = PlainJsonClickParser.read(line, 0);
    if (fields != null) {
      assertThat(outcome(fields::accept))
          .isEqualTo(outcome(() -> JsonClickParser.parseAny(line, 0)));
    }
  }

  @Provide
  Arbitrary<String> lines() {
    Arbitrary<String> keys =
        Arbitraries.of("ad_id", "click_timestamp", "user_id", "ip", "country", "click_id", "x");
    Arbitrary<String> values =
        Arbitraries.of(
            "\"a1\"",
            "\"\"",
            "\"US\"",
            "\"xx\"",
            "\"gbr\"",
            "\" UK \"",
            "\" \"",
            "\" a1 \"",
            "1709251200",
            "\"2024-02-29T23:59:60Z\"",
            "\"1.2.3.4\"",
            "\"::1\"",
            "\"17\"",
            "17",
            "0",
            "01",
            "-5",
            "1.0",
            "null",
            "true",
            "{}",
            "\"\\u0041\"",
            "\"\u00fc\"",
            " 5 ",
            "\"~\"");
    Arbitrary<String> members =
        Combinators.combine(keys, values).as((key, value) -> "\"" + key + "\":" + value);
    return members.list().ofMaxSize(7).map(list -> "{" + String.join(",", list) + "}");
  }

  @Property
  void completeObjectsAreReadWhateverTheirOrder(
      @ForAll @Size(5) List<@IntRange(max = 4) Integer> swaps) {
    List<String> members =
        new ArrayList<>(
            List.of(
                "\"ad_id\":\"a\"",
                "\"click_timestamp\":1",
                "\"user_id\":\"u\"",
                "\"ip\":\"::1\"",
                "\"country\":\"de\""));
    for (int i = 0; i < swaps.size(); i++) {
      Collections.swap(members, i, swaps.get(i));
    }
    byte[] line = ("{" + String.join(",", members) + "}").getBytes(StandardCharsets.UTF_8);
    LineFields fields = PlainJsonClickParser.read(line, 0);
    assertThat(fields).isNotNull();
    assertThat(outcome(fields::accept))
        .isEqualTo(
            new ParsedLine.Accepted(
                    new Click("a", 1, "u", "::1", Scope.narrowest("DE"), null),
                    SentTexts.NONE.with(Dimension.COUNTRY, "de"))
                .toString());
  }

  private static @Nullable LineFields read(String line) {
    return PlainJsonClickParser.read(line.getBytes(StandardCharsets.UTF_8), 0);
  }

  private static String outcome(Parsing parsing) {
    try {
      return parsing.line().toString();
    } catch (RejectedLineException e) {
      return e.rejection().toString();
    }
  }

  @FunctionalInterface
  private interface Parsing {
    ParsedLine.Accepted line() throws RejectedLineException;
  }
}
