package org.adclicks.query.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import org.adclicks.click.FieldText;
import org.adclicks.click.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterParserTest {

  @Test
  void readsNothingAsAllClicks() {
    assertThat(FilterParser.parse("")).isEqualTo(Filter.NONE);
    assertThat(FilterParser.parse("  ")).isEqualTo(Filter.NONE);
    assertThat(Filter.NONE.canonical()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "country=\"us\" | country = \"US\"",
        " country = \"US\" AND ip = \"1.2.3.4\" | country = \"US\" AND ip = \"1.2.3.4\"",
        "ip=\"1.2.3.4\"AND country=\"DE\" | country = \"DE\" AND ip = \"1.2.3.4\"",
        "ip = \"::FFFF:1.2.3.4\" | ip = \"1.2.3.4\"",
        "ip = \"2001:DB8:0:0:0:0:0:1\" | ip = \"2001:db8::1\"",
        "user_id = \"a \\\"b\\\" \\\\ AND c\" | user_id = \"a \\\"b\\\" \\\\ AND c\"",
        "country=\"us\" and country=\"US\" | country = \"US\"",
        "country=\"uk\" | country = \"GB\"",
        "country=\"EL\" | country = \"GR\"",
        "country=\"USA\" | country = \"US\"",
        "country=\"gbr\" | country = \"GB\"",
        "country=\"XK\" | country = \"XK\"",
        "country=\"zz\" | country = \"ZZ\"",
      })
  void echoesWhatItUnderstoodCanonically(String text, String canonical) {
    assertThat(FilterParser.parse(text).canonical()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "country | expected =",
        "country=US | double quotes",
        "country=\"US | no closing quote",
        "country=\"XX\" | not an ISO 3166-1",
        "Country=\"US\" | no field to filter by",
        "ad_id=\"a\" | no field to filter by",
        "ip=\"1.2.3\" | neither an IPv4",
        "ip=\"localhost\" | neither an IPv4",
        "ip=\"fe80::1%eth0\" | zone",
        "user_id=\"\" | empty",
        "user_id=\"a\u200Bb\" | invisible character, U+200B",
        "user_id=\"a\\n\" | backslash",
        "country=\"US\" country=\"US\" | expected AND",
        "country=\"US\" OR country=\"DE\" | expected AND",
        "country=\"US\" AND | expected =",
        "country=\"US\" AND country=\"DE\" | at the same time",
        "= \"US\" | no field to filter by",
      })
  void saysWhatIsWrong(String text, String problem) {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> FilterParser.parse(text))
        .withMessageStartingWith("filter: ")
        .withMessageContaining(problem);
  }

  @Test
  void trimsValuesAsClicksFieldsAre() {
    assertThat(FilterParser.parse("user_id=\" ann\" AND ip=\"1.2.3.4 \" AND country=\" de\""))
        .isEqualTo(new Filter(Scope.ofKey("DE"), "ann", "1.2.3.4"));
  }

  @Test
  void limitsAUserIdAsClicksDo() {
    assertThat(FilterParser.parse("user_id=\"" + "ä".repeat(128) + "\"").userId()).hasSize(128);
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> FilterParser.parse("user_id=\"" + "ä".repeat(129) + "\""))
        .withMessageContaining("258 bytes, more than 256");
  }

  @Property
  void readsBackAnyUserIdItWrites(
      @ForAll @CharRange(from = ' ', to = '~') @Chars({'\u00e4', '\u20ac', '"', '\\'})
          String text) {
    String userId = FieldText.trimmed(text);
    Assume.that(!userId.isEmpty() && userId.getBytes(StandardCharsets.UTF_8).length <= 256);
    Filter filter = new Filter(Scope.ofKey("US"), userId, "1.2.3.4");
    assertThat(FilterParser.parse(filter.canonical())).isEqualTo(filter);
  }

  @Property
  void neverFailsOtherwiseThanAsABadRequest(@ForAll String text) {
    try {
      FilterParser.parse(text);
    } catch (InvalidRequestException e) {
      assertThat(e.field()).isEqualTo("filter");
    }
  }
}
