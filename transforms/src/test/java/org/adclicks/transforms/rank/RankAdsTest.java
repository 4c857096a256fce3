package org.adclicks.transforms.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.adclicks.transforms.ClickScript;
import org.adclicks.transforms.Pipelines;
import org.adclicks.transforms.Pipelines.Collected;
import org.adclicks.transforms.cells.PackCells;
import org.adclicks.transforms.dedup.DeduplicateClicks;
import org.adclicks.transforms.minutes.Lateness;
import org.apache.beam.sdk.testing.TestPipeline;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class RankAdsTest {

  private static final RankingWindow MINUTE = new RankingWindow(60_000, 60_000, 3);
  private static final RankingWindow SLIDING = new RankingWindow(60_000, 30_000, 3);
  private static final RankingWindow TWO_MINUTES = new RankingWindow(120_000, 60_000, 3);

  @Test
  void ranksAMinuteByClicksThenByAd() {
    assertThat(
            run(
                ClickScript.at("10:00:05")
                    .clicks(2, "b")
                    .clicks(3, "c")
                    .clicks(2, "a")
                    .clicks(1, "d"),
                MINUTE))
        .containsExactly("* 10:00-10:01 8: c=3 a=2 b=2");
  }

  @Test
  void ranksEachCountryByItself() {
    assertThat(
            boards(
                ClickScript.at("10:00:05")
                    .click("a", "DE")
                    .click("b", "US")
                    .click("b", "DE")
                    .click("b", "US"),
                MINUTE))
        .containsExactlyInAnyOrder(
            "* 10:00-10:01 4: b=3 a=1", "DE 10:00-10:01 2: a=1 b=1", "US 10:00-10:01 2: b=2");
  }

  @Test
  void slidesOverSlices() {
    assertThat(run(ClickScript.at("10:00:05").click("a").andAt("10:00:35").clicks(2, "b"), SLIDING))
        .containsExactlyInAnyOrder(
            "* 09:59:30-10:00:30 1: a=1", "* 10:00-10:01 3: b=2 a=1", "* 10:00:30-10:01:30 2: b=2");
  }

  @Test
  void correctsTopListWhenLateClickArrives() {
    assertThat(
            run(
                ClickScript.at("10:00:05")
                    .clicks(2, "a")
                    .click("b")
                    .watermark("10:02:00")
                    .clicks(2, "b")
                    .pass(Duration.standardMinutes(1)),
                MINUTE))
        .containsExactly("* 10:00-10:01 3: a=2 b=1", "* 10:00-10:01 5: b=3 a=2");
  }

  @Test
  void correctsEverySlidingWindowALateClickTouches() {
    assertThat(
            run(
                ClickScript.at("10:00:05")
                    .clicks(2, "a")
                    .andAt("10:01:05")
                    .click("c")
                    .watermark("10:03:00")
                    .andAt("10:00:50")
                    .clicks(3, "b")
                    .watermark("10:20:00"),
                TWO_MINUTES))
        .containsExactlyInAnyOrder(
            "* 09:59-10:01 2: a=2",
            "* 10:00-10:02 3: a=2 c=1",
            "* 10:01-10:03 1: c=1",
            "* 09:59-10:01 5: b=3 a=2",
            "* 10:00-10:02 6: b=3 a=2 c=1");
  }

  @Test
  void liftsAnAdThatHadBeenCutOff() {
    assertThat(
            run(
                ClickScript.at("10:00:05")
                    .clicks(2, "a")
                    .clicks(2, "b")
                    .clicks(2, "c")
                    .clicks(1, "d")
                    .watermark("10:02:00")
                    .clicks(2, "d")
                    .watermark("10:20:00"),
                MINUTE))
        .containsExactly("* 10:00-10:01 7: a=2 b=2 c=2", "* 10:00-10:01 9: d=3 a=2 b=2");
  }

  @Test
  void tellsTheTotalAlsoWhenALateClickFallsOnNoListedAd() {
    assertThat(
            run(
                ClickScript.at("10:00:05")
                    .clicks(2, "a")
                    .clicks(2, "b")
                    .clicks(2, "c")
                    .watermark("10:02:00")
                    .click("z")
                    .watermark("10:20:00"),
                MINUTE))
        .containsExactly("* 10:00-10:01 6: a=2 b=2 c=2", "* 10:00-10:01 7: a=2 b=2 c=2");
  }

  @Test
  void leavesOutClicksAfterTheLateness() {
    assertThat(
            run(ClickScript.at("10:00:05").click("a").watermark("10:11:00").clicks(5, "b"), MINUTE))
        .containsExactly("* 10:00-10:01 1: a=1");
  }

  @Test
  void givesOpenMinutesEarlyIfAsked() {
    TestPipeline pipeline = Pipelines.create();
    Collected<WindowLeaderboard> boards =
        Pipelines.collect(
            pipeline
                .apply(
                    ClickScript.at("10:00:05")
                        .click("a")
                        .watermark("10:00:20")
                        .andAt("10:00:35")
                        .clicks(2, "b")
                        .end())
                .apply(DeduplicateClicks.create())
                .clicks()
                .apply(PackCells.create())
                .apply(
                    RankAds.over(List.of(MINUTE)).withEarlyFirings(Duration.standardSeconds(20))));
    pipeline.run();
    assertThat(strings(boards.elements()).stream().filter(s -> s.startsWith("*")))
        .containsExactly("* 10:00-10:01 1: a=1", "* 10:00-10:01 3: b=2 a=1");
  }

  @Test
  void firesEarlyWithTheSliceInWhichItIsDue() {
    RankingRules rules = new RankingRules(List.of(MINUTE), 15_000, new Lateness(0), 20_000);
    assertThat(rules.firesEarly(MINUTE, 15_000)).isFalse();
    assertThat(rules.firesEarly(MINUTE, 30_000)).isTrue();
    assertThat(rules.firesEarly(MINUTE, 45_000)).isTrue();
    RankingRules never = rules.withEarlyMillis(0);
    assertThat(never.firesEarly(MINUTE, 30_000)).isFalse();
    RankingWindow five = new RankingWindow(300_000, 300_000, 10);
    RankingRules longToo = new RankingRules(List.of(five, MINUTE), 15_000, new Lateness(0), 20_000);
    assertThat(longToo.firesEarly(MINUTE, 30_000)).isTrue();
    assertThat(longToo.firesEarly(five, 30_000)).isFalse();
  }

  @Test
  void ranksMoreAdsThanItKeepsOverManyShards() {
    ClickScript script = ClickScript.at("10:00:05");
    for (int ad = 1; ad <= 30; ad++) {
      script.clicks(ad, "ad%02d".formatted(ad));
    }
    assertThat(run(script, MINUTE)).containsExactly("* 10:00-10:01 465: ad30=30 ad29=29 ad28=28");
  }

  @Test
  void refusesPeriodsThatAreNoMultipleOfTheSlice() {
    assertThatThrownBy(() -> RankAds.over(List.of(new RankingWindow(60_000, 15_000, 3))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiple of the slice");
  }

  /** The boards of all ads, in the order they came. */
  private static List<String> run(ClickScript script, RankingWindow window) {
    return boards(script, window).stream().filter(board -> board.startsWith("*")).toList();
  }

  private static List<String> boards(ClickScript script, RankingWindow window) {
    TestPipeline pipeline = Pipelines.create();
    Collected<WindowLeaderboard> boards =
        Pipelines.collect(
            pipeline
                .apply(script.end())
                .apply(DeduplicateClicks.create().withShards(4))
                .clicks()
                .apply(PackCells.create().withShards(4))
                .apply(RankAds.over(List.of(window))));
    pipeline.run();
    return strings(boards.elements());
  }

  private static List<String> strings(List<WindowLeaderboard> boards) {
    List<String> strings = new ArrayList<>();
    for (WindowLeaderboard windowed : boards) {
      Leaderboard board = windowed.board();
      strings.add(
          board.ads().stream()
              .map(ad -> ad.adId() + "=" + ad.clicks())
              .collect(
                  Collectors.joining(
                      " ",
                      "%s %s-%s %d: "
                          .formatted(
                              board.scope().key(),
                              ClickScript.time(board.windowStartMillis()),
                              ClickScript.time(board.windowEndMillis()),
                              board.totalClicks()),
                      "")));
    }
    return strings;
  }
}
