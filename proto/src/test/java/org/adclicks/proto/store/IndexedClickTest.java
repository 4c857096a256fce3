package org.adclicks.proto.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IndexedClickTest {

  private static final long TIME = 1_700_000_000_123L;
  private static final long END_OF_TIMES = 253_402_300_799_999L;

  @Test
  void fieldsComeBackAsTheyWere() {
    for (ByteBuffer value :
        new ByteBuffer[] {byFields(TIME, "añ😀", "", "DE"), byClickId(TIME, 7, "añ😀", "", "DE")}) {
      IndexedClick click = IndexedClick.of(value);
      assertThat(click.clickTimestampMillis()).isEqualTo(TIME);
      assertThat(click.adId()).isEqualTo("añ😀");
      assertThat(click.other()).isEmpty();
      assertThat(click.scopeKey()).isEqualTo("DE");
    }
  }

  @Test
  void valueInsideAGreaterBufferIsRead() {
    ByteBuffer value = byFields(TIME, "ad", "1.2.3.4", "DE");
    ByteBuffer greater = ByteBuffer.allocate(100).position(9).put(value.duplicate());
    greater.flip().position(9);
    assertThat(IndexedClick.of(greater).other()).isEqualTo("1.2.3.4");
    assertThat(IndexedClick.of(greater).scopeKey()).isEqualTo("DE");
  }

  @Test
  void longestTextsAreReadAndLongerOnesRefused() {
    String longest = "x".repeat(0xffff);
    assertThat(IndexedClick.of(byFields(TIME, longest, longest, "DE")).other()).isEqualTo(longest);
    assertThatThrownBy(() -> byFields(TIME, longest + "x", "", "DE"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** As the store compares blobs: byte by byte, unsigned. */
  @Test
  void valuesSortByTime() {
    long[] times = {0, 1, 127, 128, 255, 256, TIME, TIME + 1, END_OF_TIMES};
    for (int i = 0; i < times.length; i++) {
      ByteBuffer low = byFields(times[i], "", "", "");
      ByteBuffer high = byClickId(times[i], -1, "zzz", "zzz", "ZZ");
      assertThat(compare(IndexedClick.first(times[i]), low)).isNegative();
      assertThat(compare(IndexedClick.first(times[i]), high)).isNegative();
      if (i + 1 < times.length) {
        assertThat(compare(low, IndexedClick.first(times[i + 1]))).isNegative();
        assertThat(compare(high, IndexedClick.first(times[i + 1]))).isNegative();
      }
    }
  }

  @Test
  void sameClickHasSameIdentityWhateverElseItHas() {
    IndexedClick click = IndexedClick.of(byFields(TIME, "ad", "1.2.3.4", "DE"));
    assertThat(click.isSameClick(IndexedClick.of(byFields(TIME, "ad", "1.2.3.4", "DE")))).isTrue();
    assertThat(click.isSameClick(IndexedClick.of(byFields(TIME, "ad", "1.2.3.4", "FR")))).isTrue();
    assertThat(click.isSameClick(IndexedClick.of(byFields(TIME, "ad", "1.2.3.5", "DE")))).isFalse();
    assertThat(click.isSameClick(IndexedClick.of(byFields(TIME, "ad1", ".2.3.4", "DE")))).isFalse();
    assertThat(click.isSameClick(IndexedClick.of(byFields(TIME + 1, "ad", "1.2.3.4", "DE"))))
        .isFalse();

    IndexedClick known = IndexedClick.of(byClickId(TIME, 1, "ad", "1.2.3.4", "DE"));
    assertThat(known.isSameClick(IndexedClick.of(byClickId(TIME, 1, "ad2", "::1", "FR")))).isTrue();
    assertThat(known.isSameClick(IndexedClick.of(byClickId(TIME, 2, "ad", "1.2.3.4", "DE"))))
        .isFalse();
    assertThat(known.isSameClick(click)).isFalse();
    assertThat(click.isSameClick(known)).isFalse();
  }

  private static ByteBuffer byFields(long millis, String adId, String other, String country) {
    return IndexedClick.encode(millis, utf8(adId), utf8(other), utf8(country));
  }

  private static ByteBuffer byClickId(
      long millis, long identity, String adId, String other, String country) {
    return IndexedClick.encode(millis, identity, identity, utf8(adId), utf8(other), utf8(country));
  }

  private static ByteBuffer utf8(String text) {
    return StandardCharsets.UTF_8.encode(text);
  }

  private static int compare(ByteBuffer a, ByteBuffer b) {
    return Arrays.compareUnsigned(bytes(a), bytes(b));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    return bytes;
  }
}
