package org.adclicks.transforms.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.adclicks.click.Click;
import org.adclicks.click.Scope;
import org.adclicks.click.SourcedClick;
import org.adclicks.transforms.ClickScript;
import org.adclicks.transforms.Pipelines;
import org.adclicks.transforms.Pipelines.Collected;
import org.adclicks.transforms.cells.CountCells;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.pack.ClickCursor;
import org.adclicks.transforms.pack.ClickPack;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeduplicateClicksTest {

  @Test
  void dropsDuplicatesOfAnOpenMinute() {
    Result result = run(ClickScript.at("10:00:05").click("a").again().click("b").end());
    assertThat(result.ads()).containsExactlyInAnyOrder("a", "b");
    assertThat(result.counts("10:00")).isEqualTo(new MinuteCounts(2, 0, 1, 0, 0, 0));
  }

  @Test
  void countsLateClicksAndStillKnowsTheirDuplicates() {
    Result result =
        run(
            ClickScript.at("10:00:05")
                .click("a")
                .watermark("10:05:00")
                .again()
                .click("b")
                .again()
                .end());
    assertThat(result.ads()).containsExactlyInAnyOrder("a", "b");
    assertThat(result.counts("10:00")).isEqualTo(new MinuteCounts(2, 0, 2, 1, 0, 0));
  }

  @Test
  void leavesOutWhatComesAfterTheLateness() {
    Result result =
        run(
            ClickScript.at("10:00:05")
                .click("a")
                .watermark("10:10:59")
                .click("just in time")
                .watermark("10:11:00")
                .click("too late")
                .again()
                .end());
    assertThat(result.ads()).containsExactlyInAnyOrder("a", "just in time");
    assertThat(result.counts("10:00")).isEqualTo(new MinuteCounts(2, 0, 0, 1, 2, 0));
  }

  @Test
  void judgesNoClickBeforeAWatermarkIsKnown() {
    Result result =
        run(
            ClickScript.beforeAnyWatermark("10:00:05")
                .click("of a minute long forgotten")
                .andAt("11:55:00")
                .click("late")
                .again()
                .andAt("12:00:10")
                .click("in time")
                .watermark("12:00:00")
                .andAt("11:55:00")
                .again()
                .end());
    assertThat(result.ads()).containsExactlyInAnyOrder("late", "in time");
    assertThat(result.counts("10:00")).isEqualTo(new MinuteCounts(0, 0, 0, 0, 1, 0));
    assertThat(result.counts("11:55")).isEqualTo(new MinuteCounts(1, 0, 1, 1, 0, 0));
    assertThat(result.counts("12:00")).isEqualTo(new MinuteCounts(1, 0, 1, 0, 0, 0));
  }

  @Test
  void countsClicksOfAnInputThatEndsBeforeItGivesAWatermark() {
    Result result =
        run(
            ClickScript.beforeAnyWatermark("10:00:05")
                .click("only")
                .again()
                .andAt("11:00:00")
                .click("much later")
                .end());
    assertThat(result.ads()).containsExactlyInAnyOrder("only", "much later");
    assertThat(result.counts("10:00")).isEqualTo(new MinuteCounts(1, 0, 1, 0, 0, 0));
  }

  @Test
  void stampsClicksWithTheWatermarkThatLetThemThrough() {
    TestPipeline pipeline = Pipelines.create();
    Collected<String> stamps =
        Pipelines.collect(
            pipeline
                .apply(
                    ClickScript.at("10:00:05")
                        .click("in time")
                        .watermark("10:02:00")
                        .click("late")
                        .end())
                .apply(DeduplicateClicks.create())
                .clicks()
                .apply(ParDo.of(new StampFn())));
    pipeline.run();
    assertThat(stamps.elements()).containsExactly("in time 10:00:05", "late 10:02:00.001");
  }

  private static final class StampFn extends DoFn<ClickPack, String> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void stamp(
        @Element ClickPack pack, @Timestamp Instant timestamp, OutputReceiver<String> out) {
      ClickCursor click = pack.clicks();
      while (click.next()) {
        out.output(click.adId() + " " + ClickScript.time(timestamp.getMillis()));
      }
    }
  }

  @Test
  void tellsClicksApartByClickIdWhereThereIsOne() {
    Result result =
        run(
            ClickScript.at("10:00:05")
                .clickWithId("1", "a")
                .clickWithId("1", "a")
                .clickWithId("2", "a")
                .click(
                    new Click(
                        "a",
                        ClickScript.millis("10:00:05"),
                        "u",
                        "1.1.1.1",
                        Scope.narrowest("US"),
                        null))
                .click(
                    new Click(
                        "a",
                        ClickScript.millis("10:00:05"),
                        "u",
                        "1.1.1.2",
                        Scope.narrowest("US"),
                        null))
                .click(
                    new Click(
                        "a",
                        ClickScript.millis("10:00:05"),
                        "u",
                        "1.1.1.1",
                        Scope.narrowest("DE"),
                        null))
                .end());
    assertThat(result.counts("10:00")).isEqualTo(new MinuteCounts(4, 0, 2, 0, 0, 0));
  }

  @Test
  void letsNothingThroughWhenTheSameInputComesTwice() {
    ClickScript script = ClickScript.at("10:00:05");
    Click click =
        new Click("a", ClickScript.millis("10:00:05"), "u", "1.1.1.1", Scope.narrowest("US"), null);
    for (int replay = 0; replay < 2; replay++) {
      for (int user = 0; user < 100; user++) {
        script.click(
            new Click(
                "a",
                click.clickTimestampMillis(),
                "u" + user,
                "1.1.1.1",
                Scope.narrowest("US"),
                null));
      }
    }
    Result result = run(script.end());
    assertThat(result.counts("10:00")).isEqualTo(new MinuteCounts(100, 0, 100, 0, 0, 0));
  }

  @Test
  void refusesNoShards() {
    assertThatThrownBy(() -> DeduplicateClicks.create().withShards(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 3, 8192})
  void refusesPartsThatHashesDoNotDivideInto(int parts) {
    assertThatThrownBy(() -> DeduplicateClicks.create().withStateParts(parts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parts of state must be a power of two up to 4096, not " + parts);
    assertThatThrownBy(() -> CountCells.perMinute().withStateParts(parts))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private record Result(List<ClickPack> packs, List<KV<Long, MinuteCounts>> deltas) {

    List<String> ads() {
      List<String> ads = new ArrayList<>();
      for (ClickPack pack : packs) {
        ClickCursor click = pack.clicks();
        while (click.next()) {
          ads.add(click.adId());
        }
      }
      return ads;
    }

    MinuteCounts counts(String minute) {
      TreeMap<Long, MinuteCounts> byMinute = new TreeMap<>();
      deltas.forEach(delta -> byMinute.merge(delta.getKey(), delta.getValue(), MinuteCounts::plus));
      return byMinute.getOrDefault(ClickScript.millis(minute + ":00"), MinuteCounts.NONE);
    }
  }

  private static Result run(TestStream<SourcedClick> clicks) {
    TestPipeline pipeline = Pipelines.create();
    DeduplicatedClicks deduplicated =
        pipeline
            .apply(clicks)
            .apply(
                DeduplicateClicks.create()
                    .withShards(4)
                    .withAllowedLateness(Duration.standardMinutes(10)));
    Collected<ClickPack> packs = Pipelines.collect(deduplicated.clicks());
    Collected<KV<Long, MinuteCounts>> counts = Pipelines.collect(deduplicated.counts());
    pipeline.run();
    return new Result(packs.elements(), counts.elements());
  }
}
