package org.adclicks.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.adclicks.click.Click;
import org.adclicks.click.Scope;
import org.junit.jupiter.api.Test;

class ArrivalTimesTest {

  private static final long MINUTE = 1_764_238_200_000L;

  @Test
  void anAnswerHoldsWhatItSaysAndNoMoreThanThereWas() {
    ArrivalTimes times = new ArrivalTimes(Set.of("ad-hot"));
    times.add(click("ad-hot", 1), MINUTE + 1_000);
    times.add(click("ad-hot", 1), MINUTE + 1_500);
    times.add(click("ad-hot", 2), MINUTE + 9_000);
    times.add(click("ad-hot", 2), MINUTE + 2_000);
    times.add(click("ad-hot", 3), MINUTE + 3_000);
    times.add(click("ad-2", 1), MINUTE + 1_000);

    assertThat(times.wrong(List.of(said(2, 2_500, 2_700), said(2, 1_500, 2_700)))).isEmpty();
    assertThat(times.wrong(List.of(said(1, 2_500, 2_700))))
        .singleElement()
        .asString()
        .contains("1 clicks, right is 2..2");
    assertThat(times.wrong(List.of(said(3, 1_500, 2_700)))).hasSize(1);
  }

  @Test
  void aListThatLacksTheAdSaysThatItHasNoMoreThanTheFirst() {
    ArrivalTimes times = new ArrivalTimes(Set.of("ad-hot"));
    times.add(click("ad-hot", 1), MINUTE + 1_000);
    times.add(click("ad-hot", 2), MINUTE + 2_000);

    assertThat(
            times.wrong(
                List.of(
                    unlisted(0, 500), unlisted(1, 1_500), unlisted(2, 2_500), unlisted(9, 2_500))))
        .isEmpty();
    assertThat(times.wrong(List.of(unlisted(1, 2_500))))
        .singleElement()
        .asString()
        .contains("at most 1 clicks, right is 2..2");
    assertThat(times.wrong(List.of(unlisted(0, 1_500)))).hasSize(1);
  }

  private static OpenSighting said(long clicks, long through, long answered) {
    return new OpenSighting(
        "call", MINUTE, "ad-hot", clicks, true, MINUTE + through, MINUTE + answered);
  }

  private static OpenSighting unlisted(long clicksOfFirst, long through) {
    return new OpenSighting(
        "call", MINUTE, "ad-hot", clicksOfFirst, false, MINUTE + through, MINUTE + 3_000);
  }

  private static Click click(String adId, long millis) {
    return new Click(adId, MINUTE + millis, "u", "1.2.3.4", Scope.narrowest("DE"), null);
  }
}
