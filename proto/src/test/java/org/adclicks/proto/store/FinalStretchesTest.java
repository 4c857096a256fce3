package org.adclicks.proto.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.adclicks.proto.store.FinalStretches.Stretch;
import org.junit.jupiter.api.Test;

class FinalStretchesTest {

  @Test
  void nothingIsFinalThatNobodyHasCounted() {
    assertThat(FinalStretches.NONE.isFinal(0, 10)).isFalse();
    assertThat(FinalStretches.NONE.finalUntil(3, 10)).isEqualTo(3);
  }

  @Test
  void oneStreamSaysThroughWhen() {
    FinalStretches live = of(new Stretch(100, 200, 150));

    assertThat(live.isFinal(100, 150)).isTrue();
    assertThat(live.isFinal(100, 151)).isFalse();
    assertThat(live.finalUntil(120, 180)).isEqualTo(150);
    assertThat(live.finalUntil(160, 180)).isEqualTo(160);
  }

  @Test
  void whatOneStreamHasToldSaysNothingOfAnothersStretch() {
    FinalStretches both = of(new Stretch(1_000, 2_000, 1_900), new Stretch(100, 200, 130));

    assertThat(both.isFinal(100, 130)).isTrue();
    assertThat(both.isFinal(130, 140)).as("still counted by the other").isFalse();
    assertThat(both.isFinal(1_000, 1_900)).isTrue();
  }

  @Test
  void aRangeOverSeveralIsFinalAsFarAsTheyAllAre() {
    FinalStretches touching = of(new Stretch(100, 200, 300), new Stretch(200, 300, 250));

    assertThat(touching.isFinal(150, 250)).isTrue();
    assertThat(touching.finalUntil(150, 300)).isEqualTo(250);
    assertThat(of(new Stretch(100, 200, 190), new Stretch(200, 300, 290)).finalUntil(150, 280))
        .isEqualTo(190);
  }

  @Test
  void ofSeveralThatCountedATimeTheFurthestIsAsked() {
    FinalStretches begunAnew = of(new Stretch(100, 200, 150), new Stretch(120, 400, 300));

    assertThat(begunAnew.isFinal(100, 250)).isTrue();
    assertThat(of(new Stretch(100, 200, 110), new Stretch(120, 400, 300)).finalUntil(100, 250))
        .isEqualTo(110);
  }

  @Test
  void aTimeThatNoneHasCountedIsAskedOfTheOneBefore() {
    FinalStretches jumped = of(new Stretch(100, 200, 1_500), new Stretch(1_000, 2_000, 1_500));

    assertThat(jumped.isFinal(150, 1_200)).isTrue();
    FinalStretches gone = of(new Stretch(100, 200, 190), new Stretch(1_000, 2_000, 1_500));
    assertThat(gone.finalUntil(300, 400)).isEqualTo(300);
    assertThat(gone.finalUntil(100, 1_200)).isEqualTo(190);
  }

  @Test
  void beforeTheFirstOneItIsAsked() {
    FinalStretches live = of(new Stretch(100, 200, 150));

    assertThat(live.isFinal(50, 60)).isTrue();
    assertThat(live.isFinal(50, 150)).isTrue();
    assertThat(of(new Stretch(100, 200, 55)).isFinal(50, 60)).isFalse();
  }

  @Test
  void anEmptyOneIsNotAsked() {
    assertThat(of(new Stretch(100, 100, 0), new Stretch(100, 200, 150)).isFinal(100, 150)).isTrue();
  }

  @Test
  void aStretchThatTellsByItselfIsFinalByNothingElse() {
    Instant begin = Instant.ofEpochMilli(100);
    Map<String, Instant> tells = Map.of(StoreSchema.KEPT_FINAL, begin);

    assertThat(Stretch.told(100, 200, Map.of(), null, 190).finalMillis()).isEqualTo(190);
    assertThat(Stretch.told(100, 200, tells, null, 190).finalMillis()).isEqualTo(Long.MIN_VALUE);
    assertThat(Stretch.told(100, 200, tells, begin, 190).finalMillis()).isEqualTo(100);
  }

  @Test
  void oneThatBeganToTellByItselfHasWhatHeldBefore() {
    Map<String, Instant> since = Map.of(StoreSchema.KEPT_FINAL, Instant.ofEpochMilli(150));

    assertThat(Stretch.told(100, 200, since, null, 120).finalMillis()).isEqualTo(120);
    assertThat(Stretch.told(100, 200, since, null, 900).finalMillis()).isEqualTo(150);
    assertThat(Stretch.told(100, 200, since, Instant.ofEpochMilli(180), 120).finalMillis())
        .isEqualTo(180);
  }

  @Test
  void whatAStreamHadThatIsGoneForGoodIsFinal() {
    Stretch gone = new Stretch(100, 200, 190);

    assertThat(of(gone, new Stretch(1_000, 2_000, 1_500)).isFinal(150, 1_200)).isFalse();
    assertThat(of(gone.ended(), new Stretch(1_000, 2_000, 1_500)).isFinal(150, 1_200)).isTrue();
    assertThat(of(gone.ended(), new Stretch(1_000, 2_000, 1_500)).isFinal(150, 1_600)).isFalse();
  }

  private static FinalStretches of(Stretch... stretches) {
    return FinalStretches.of(List.of(stretches));
  }
}
