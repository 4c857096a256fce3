package org.adclicks.proto.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class Ipv4TextsTest {

  @Test
  void addressesComeBackAsTheyWere() {
    for (String address :
        List.of("0.0.0.0", "255.255.255.255", "1.2.3.4", "203.0.113.25", "128.0.0.1")) {
      int[] numbers = Ipv4Texts.parseAll(List.of(address.getBytes(US_ASCII)));
      assertThat(numbers).hasSize(1);
      assertThat(new String(Ipv4Texts.format(numbers[0]), US_ASCII)).isEqualTo(address);
    }
  }

  @Test
  void whatWouldNotComeBackIsNone() {
    for (String text :
        List.of(
            "",
            ".",
            "1.2.3",
            "1.2.3.",
            "1.2.3.4.",
            "1.2.3.4.5",
            "01.2.3.4",
            "1.2.3.04",
            "1..3.4",
            "256.1.1.1",
            "1.2.3.256",
            "1.2.3.4a",
            "a.2.3.4",
            "1111.2.3.4",
            "1,2.3.4",
            "::1")) {
      assertThat(Ipv4Texts.parseAll(List.of(text.getBytes(US_ASCII)))).as(text).isNull();
    }
  }
}
