package org.adclicks.pipeline.spans;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UnreadSpansTest {

  private static final long MINUTE = 60_000;

  private final UnreadSpans unread = new UnreadSpans(new TreeMap<>());

  @Test
  void wholeMinutesAreInDoubt() {
    assertThat(unread.add(2 * MINUTE + 1, 4 * MINUTE - 1)).isTrue();

    assertThat(unread.spans()).isEqualTo(Map.of(2 * MINUTE, 4 * MINUTE));
    assertThat(unread.endOf(3 * MINUTE)).isEqualTo(4 * MINUTE);
  }

  @Test
  void spansThatTouchAreOne() {
    unread.add(0, MINUTE);
    unread.add(4 * MINUTE, 5 * MINUTE);
    unread.add(7 * MINUTE, 8 * MINUTE);

    assertThat(unread.add(MINUTE, 4 * MINUTE)).isTrue();
    assertThat(unread.spans()).isEqualTo(Map.of(0L, 5 * MINUTE, 7 * MINUTE, 8 * MINUTE));
    assertThat(unread.add(2 * MINUTE, 3 * MINUTE)).isFalse();
    assertThat(unread.spans()).isEqualTo(Map.of(0L, 5 * MINUTE, 7 * MINUTE, 8 * MINUTE));
  }

  @Test
  void areCutOutOfStretches() {
    unread.add(0, 2 * MINUTE);
    unread.add(4 * MINUTE, 5 * MINUTE);
    unread.add(20 * MINUTE, 30 * MINUTE);

    assertThat(
            unread.cutOutOf(
                new TreeMap<>(
                    Map.of(
                        MINUTE, 10 * MINUTE, 12 * MINUTE, 13 * MINUTE, 21 * MINUTE, 25 * MINUTE))))
        .isEqualTo(
            Map.of(2 * MINUTE, 4 * MINUTE, 5 * MINUTE, 10 * MINUTE, 12 * MINUTE, 13 * MINUTE));
  }
}
