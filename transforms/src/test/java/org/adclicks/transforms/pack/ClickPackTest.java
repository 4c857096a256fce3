package org.adclicks.transforms.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.adclicks.click.Click;
import org.adclicks.click.Scope;
import org.adclicks.proto.store.Buckets;
import org.apache.commons.codec.digest.MurmurHash3;
import org.junit.jupiter.api.Test;

class ClickPackTest {

  private static final Click PLAIN =
      new Click("ad-1", 60_001, "u", "10.0.0.1", Scope.narrowest("US"), null);
  private static final Click LONG =
      new Click(
          "\u00e9\u20ac\ud83d\ude00".repeat(60),
          60_002,
          "x".repeat(256),
          "::1",
          Scope.narrowest("DE"),
          "id");
  private static final Click SAME_ID =
      new Click("other", 60_002, "y", "::2", Scope.narrowest("FR"), "id");

  @Test
  void givesBackEveryField() {
    assertThat(clicks(ClickPack.of(60_000, List.of(PLAIN, LONG, SAME_ID))))
        .containsExactly(PLAIN, LONG, SAME_ID);
  }

  @Test
  void hashesAdsAsTheStoreDoes() {
    ClickCursor click = ClickPack.of(60_000, List.of(LONG)).clicks();
    click.next();
    assertThat(click.adHash()).isEqualTo(Buckets.hash(LONG.adId()));
  }

  @Test
  void identityIsThatOfSavedState() {
    byte[] hashed = new byte[1 + 8 + 4 + 4 + 4 + 1 + 4 + 8];
    System.arraycopy(new byte[] {0x61, (byte) 0xEA}, 0, hashed, 1, 2);
    hashed[9] = 4;
    System.arraycopy(new byte[] {'a', 'd', '-', '1', 1, 0, 0, 0, 'u', 8}, 0, hashed, 13, 10);
    System.arraycopy("10.0.0.1".getBytes(StandardCharsets.US_ASCII), 0, hashed, 26, 8);
    long[] expected = MurmurHash3.hash128x64(hashed, 0, hashed.length, 0);
    ClickCursor click = ClickPack.of(60_000, List.of(PLAIN)).clicks();
    click.next();
    assertThat(click.identityHigh()).isEqualTo(expected[0]);
    assertThat(click.identityLow()).isEqualTo(expected[1]);
  }

  @Test
  void identityIsTheClickIdAlone() {
    ClickCursor click = ClickPack.of(60_000, List.of(LONG, SAME_ID)).clicks();
    click.next();
    long high = click.identityHigh();
    click.next();
    assertThat(click.identityHigh()).isEqualTo(high);
  }

  @Test
  void keepsWhatTheFilterKeeps() {
    List<Click> clicks = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      clicks.add(
          new Click("ad-" + i, 60_000 + i, "u" + i, "10.0.0.1", Scope.narrowest("US"), null));
    }
    ClickPack pack = ClickPack.of(60_000, clicks);
    for (int first = 0; first < 3; first++) {
      int[] asked = {first};
      ClickPack kept = pack.keep((high, low) -> asked[0]++ % 3 != 0);
      List<Click> expected = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        if ((i + first) % 3 != 0) {
          expected.add(clicks.get(i));
        }
      }
      assertThat(clicks(kept)).isEqualTo(expected);
      assertThat(kept.size()).isEqualTo(expected.size());
    }
    assertThat(pack.keep((high, low) -> true)).isSameAs(pack);
    assertThat(pack.keep((high, low) -> false).size()).isZero();
    assertThat(clicks(pack)).isEqualTo(clicks);
  }

  private static List<Click> clicks(ClickPack pack) {
    List<Click> clicks = new ArrayList<>();
    ClickCursor click = pack.clicks();
    while (click.next()) {
      clicks.add(click.click());
    }
    return clicks;
  }
}
