package org.adclicks.click;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.UnsignedBytes;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;

class Utf8OrderTest {

  @Property
  void isTheOrderOfUtf8Bytes(
      @ForAll @CharRange(from = 'a', to = 'c') @CharRange(from = '\uE000', to = '\uFFFD')
          String left,
      @ForAll int[] rightCodePoints) {
    StringBuilder right = new StringBuilder(left.substring(0, left.length() / 2));
    for (int codePoint : rightCodePoints) {
      int scalar = Math.floorMod(codePoint, 0x10FFFF);
      right.appendCodePoint(scalar >= 0xD800 && scalar < 0xE000 ? scalar - 0x800 : scalar);
    }
    assertSameOrder(left, right.toString());
  }

  @Test
  void ranksAnEmojiAfterThePrivateUseArea() {
    assertSameOrder("ad\uD83D\uDE00", "ad\uE000");
    assertThat(Utf8Order.INSTANCE.compare("ad\uD83D\uDE00", "ad\uE000")).isPositive();
    assertThat("ad\uD83D\uDE00".compareTo("ad\uE000")).isNegative();
  }

  private static void assertSameOrder(String left, String right) {
    int bytes =
        UnsignedBytes.lexicographicalComparator()
            .compare(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    assertThat(Integer.signum(Utf8Order.INSTANCE.compare(left, right)))
        .isEqualTo(Integer.signum(bytes));
    assertThat(Integer.signum(Utf8Order.INSTANCE.compare(right, left)))
        .isEqualTo(-Integer.signum(bytes));
  }
}
