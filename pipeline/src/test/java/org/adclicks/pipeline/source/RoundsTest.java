package org.adclicks.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.adclicks.click.line.RoundEnd;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoundsTest {

  private static final long NOW = 1_764_238_200_000L;

  @Test
  void aRoundHasTheLinesThatWereCountedInIt() {
    Rounds rounds = rounds(true, null);
    assertThat(rounds.count()).isEqualTo(RoundEnd.lineRound(1, 3, NOW));
    rounds.count();

    assertThat(rounds.end(NOW - 500, NOW)).contains(new RoundEnd(1, 3, NOW, true, 0, NOW - 500, 2));
    assertThat(rounds.count()).isEqualTo(RoundEnd.lineRound(1, 3, NOW + 1));
    assertThat(rounds.isDue(NOW + 999)).isFalse();
    assertThat(rounds.end(NOW - 500, NOW + 1_000)).as("nothing more was read through").isEmpty();
    assertThat(rounds.end(NOW + 500, NOW + 1_000))
        .contains(new RoundEnd(1, 3, NOW + 1, false, 0, NOW + 500, 1));
  }

  @Test
  void aReaderGoesOnWithinItsRound() {
    Rounds before = rounds(false, null);
    before.count();
    RoundMark mark = before.mark();

    Rounds after = rounds(true, mark);
    after.count();

    assertThat(after.end(NOW + 1, NOW + 2))
        .contains(new RoundEnd(1, 3, NOW, true, NOW, NOW + 1, 2));
  }

  @Test
  void whatWasDeletedUnreadIsToldWithTheRound() {
    Rounds rounds = rounds(true, new RoundMark(7, 0, false, 0));
    rounds.isUnread(NOW - 100);
    rounds.isUnread(NOW - 200);

    assertThat(rounds.mark()).isEqualTo(new RoundMark(7, 0, false, NOW - 100));
    assertThat(rounds.end(NOW, NOW)).contains(new RoundEnd(1, 3, 7, false, NOW - 100, NOW, 0));
    assertThat(rounds.end(NOW + 1_000, NOW + 1_000))
        .contains(new RoundEnd(1, 3, 8, false, 0, NOW + 1_000, 0));
  }

  @Test
  void nothingIsCountedWhereNobodyFollows() {
    Rounds rounds = new Rounds(0, 1, false, true, null, NOW);
    assertThat(rounds.count()).isZero();
    assertThat(rounds.end(NOW, NOW)).isEmpty();
    assertThat(rounds.mark()).isNull();
  }

  private static Rounds rounds(boolean isNew, @Nullable RoundMark mark) {
    return new Rounds(1, 3, true, isNew, mark, NOW);
  }
}
