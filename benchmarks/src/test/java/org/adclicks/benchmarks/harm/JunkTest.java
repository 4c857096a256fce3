package org.adclicks.benchmarks.harm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.adclicks.click.line.ParsedLine;
import org.adclicks.click.line.RawLine;
import org.junit.jupiter.api.Test;

class JunkTest {

  /** What a line's text does not tell: a click of that time is refused when it arrives. */
  private static final String AHEAD = "far ahead";

  @Test
  void noneOfItIsAClick() {
    for (Junk junk : Junk.all(new Random(1))) {
      byte[] value = junk.value();
      if (value != null && !junk.what().equals(AHEAD)) {
        assertThat(new RawLine(value).parsed())
            .as(junk.what())
            .isNotInstanceOf(ParsedLine.Accepted.class);
      }
    }
  }

  @Test
  void isKnownAgain() {
    for (Junk junk : Junk.all(new Random(1))) {
      assertThat(junk.to("clicks", 0).headers().lastHeader(Junk.HEADER).value())
          .asString()
          .isEqualTo(junk.what());
    }
  }
}
