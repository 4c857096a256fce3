package org.adclicks.transforms.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.adclicks.click.Click;
import org.adclicks.click.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OneOfEachTest {

  private static final long MINUTE = 1_600_002_000_000L - 1_600_002_000_000L % 60_000;

  @Test
  void theSameIsKeptInWhateverOrderClicksCome() {
    List<Click> clicks = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      clicks.add(click("ad" + i % 7, i, "FR", null));
    }
    // One identity, two countries, and two ads: which of them came first nobody knows.
    clicks.add(click("ad", 1, "DE", "same"));
    clicks.add(click("ad", 1, "US", "same"));
    clicks.add(click("another", 2, "US", "same"));
    clicks.add(click("ad0", 0, "FR", null));
    List<Click> first = kept(clicks, 3);
    assertThat(first).hasSize(5_001);
    Random random = new Random(7);
    for (int run = 0; run < 20; run++) {
      Collections.shuffle(clicks, random);
      assertThat(kept(clicks, 1 + run)).isEqualTo(first);
    }
  }

  @Test
  void saysHowManyThereWere() {
    ClickPack pack = ClickPack.of(MINUTE, List.of(click("a", 1, "FR", null)));
    assertThat(OneOfEach.of(List.of(pack, pack), kept -> assertThat(kept).isEqualTo(pack)))
        .isEqualTo(2);
    assertThat(OneOfEach.of(List.of(), kept -> assertThat(kept).isNull())).isZero();
  }

  private static List<Click> kept(List<Click> clicks, int packs) {
    List<ClickPack> cut = new ArrayList<>();
    int each = clicks.size() / packs + 1;
    for (int from = 0; from < clicks.size(); from += each) {
      cut.add(ClickPack.of(MINUTE, clicks.subList(from, Math.min(clicks.size(), from + each))));
    }
    List<Click> kept = new ArrayList<>();
    int all =
        OneOfEach.of(
            cut,
            pack -> {
              ClickCursor click = pack.clicks();
              while (click.next()) {
                kept.add(click.click());
              }
            });
    assertThat(all).isEqualTo(clicks.size());
    return kept;
  }

  private static Click click(String ad, int millis, String country, @Nullable String id) {
    return new Click(
        ad, MINUTE + millis, "user" + millis, "203.0.113.9", Scope.narrowest(country), id);
  }
}
