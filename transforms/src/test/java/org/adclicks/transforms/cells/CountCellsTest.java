package org.adclicks.transforms.cells;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.adclicks.click.Dimension;
import org.adclicks.click.SourcedClick;
import org.adclicks.transforms.ClickScript;
import org.adclicks.transforms.Pipelines;
import org.adclicks.transforms.Pipelines.Collected;
import org.adclicks.transforms.dedup.DeduplicateClicks;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class CountCellsTest {

  @Test
  void emitsTotalsWhenTheMinuteCloses() {
    assertThat(
            run(
                ClickScript.at("10:00:05")
                    .click("a")
                    .click("a")
                    .click("a", "DE")
                    .andAt("10:00:59.999")
                    .click("b")
                    .andAt("10:01:00")
                    .click("a")
                    .watermark("10:01:00")))
        .containsExactlyInAnyOrder(
            "10:00 a US 2 +2", "10:00 a DE 1 +1", "10:00 b US 1 +1", "10:01 a US 1 +1");
  }

  @Test
  void emitsNothingWhileTheMinuteIsOpen() {
    assertThat(
            emissions(
                ClickScript.at("10:00:05").click("a").watermark("10:00:59.998").click("a"), 0))
        .containsExactly("10:00 a US 2 +2");
  }

  @Test
  void correctsOnlyWhatLateClicksChange() {
    assertThat(
            run(
                ClickScript.at("10:00:05")
                    .click("a")
                    .click("b")
                    .watermark("10:05:00")
                    .click("a")
                    .watermark("10:10:59")
                    .click("c")))
        .containsExactlyInAnyOrder(
            "10:00 a US 1 +1", "10:00 b US 1 +1", "10:00 a US 2 +1", "10:00 c US 1 +1");
  }

  @Test
  void firesEarlyWithWhatHasChangedSince() {
    assertThat(
            emissions(
                ClickScript.at("10:00:05")
                    .click("a")
                    .click("b")
                    .watermark("10:00:20")
                    .click("a")
                    .watermark("10:00:40")
                    .watermark("10:01:00"),
                20))
        .containsExactlyInAnyOrder("10:00 a US 1 +1", "10:00 b US 1 +1", "10:00 a US 2 +1");
  }

  @Test
  void countsEachAdOfAMinuteOnce() {
    TestPipeline pipeline = Pipelines.create();
    CountedCells counted =
        count(
            pipeline.apply(
                ClickScript.at("10:00:05")
                    .click("a")
                    .click("a", "DE")
                    .click("b")
                    .watermark("10:02:00")
                    .click("a", "FR")
                    .click("c")
                    .end()),
            counting(0));
    Collected<KV<Long, MinuteCounts>> counts = Pipelines.collect(counted.counts());
    Pipelines.collect(counted.totals());
    pipeline.run();
    long ads = counts.elements().stream().mapToLong(kv -> kv.getValue().ads()).sum();
    assertThat(ads).isEqualTo(3);
  }

  @Test
  void closesMinutesAlsoWithoutLateness() {
    assertThat(
            emissions(
                ClickScript.at("10:00:05").click("a").watermark("10:01:00").click("b"),
                CountCells.perMinute().withAllowedLateness(Duration.ZERO)))
        .contains("10:00 a US 1 +1");
  }

  @Test
  void emitsTheSameFromParts() {
    ClickScript script =
        ClickScript.at("10:00:05").click("a").click("b").click("c").watermark("10:00:20");
    script.click("a").watermark("10:00:40").click("d").watermark("10:01:00").click("b").click("e");
    assertThat(
            emissions(
                script,
                CountCells.perMinute()
                    .withEarlyFirings(Duration.standardSeconds(20))
                    .withStateParts(8)))
        .containsExactlyInAnyOrder(
            "10:00 a US 1 +1",
            "10:00 b US 1 +1",
            "10:00 c US 1 +1",
            "10:00 a US 2 +1",
            "10:00 d US 1 +1",
            "10:00 b US 2 +1",
            "10:00 e US 1 +1");
  }

  private static List<String> run(ClickScript script) {
    return emissions(script, 0);
  }

  private static List<String> emissions(ClickScript script, int earlySeconds) {
    return emissions(script, counting(earlySeconds));
  }

  private static List<String> emissions(ClickScript script, CountCells counting) {
    TestPipeline pipeline = Pipelines.create();
    TestStream<SourcedClick> clicks = script.end();
    Collected<CellTotals> totals =
        Pipelines.collect(count(pipeline.apply(clicks), counting).totals());
    pipeline.run();
    List<String> emissions = strings(totals.elements());
    return emissions;
  }

  private static CountCells counting(int earlySeconds) {
    return CountCells.perMinute()
        .withAllowedLateness(Duration.standardMinutes(10))
        .withEarlyFirings(Duration.standardSeconds(earlySeconds));
  }

  private static CountedCells count(PCollection<SourcedClick> clicks, CountCells counting) {
    return clicks
        .apply(DeduplicateClicks.create().withShards(1))
        .clicks()
        .apply(PackCells.create().withShards(1))
        .apply(counting);
  }

  private static List<String> strings(List<CellTotals> emissions) {
    List<String> strings = new ArrayList<>();
    for (CellTotals totals : emissions) {
      for (CellTotal cell : totals.cells()) {
        strings.add(
            "%s %s %s %d +%d"
                .formatted(
                    ClickScript.time(totals.startMillis()),
                    cell.adId(),
                    cell.scope().requireValue(Dimension.COUNTRY),
                    cell.clicks(),
                    cell.added()));
      }
    }
    return strings;
  }
}
