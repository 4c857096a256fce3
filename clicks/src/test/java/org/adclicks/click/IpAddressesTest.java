package org.adclicks.click;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressesTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 00000000",
    "192.0.2.1, c0000201",
    "255.255.255.255, ffffffff",
    "10.9.100.99, 0a096463",
    "::, 00000000000000000000000000000000",
    "2001:db8::1, 20010db8000000000000000000000001",
    "::102:304, 00000000000000000000000001020304",
    "fe80:0:0:1::, fe800000000000010000000000000000"
  })
  void standsAsItsBytesAndComesBackAsItsCanonicalText(String text, String hex) {
    byte[] bytes = IpAddresses.toBytes(text);

    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(hex);
    assertThat(IpAddresses.ofBytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "01.2.3.4",
        "1.2.3",
        "1.2.3.",
        "1.2.3.4.5",
        "1..2.3",
        "256.1.1.1",
        "a.b.c.d",
        ":"
      })
  void whatIsNoAddressIsRefused(String text) {
    assertThatThrownBy(() -> IpAddresses.toBytes(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
