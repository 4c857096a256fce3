package org.adclicks.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.adclicks.click.SourcedClick;
import org.adclicks.transforms.Pipelines.Collected;
import org.adclicks.transforms.cells.CellPack;
import org.adclicks.transforms.cells.CellTotals;
import org.adclicks.transforms.cells.CountCells;
import org.adclicks.transforms.cells.CountedCells;
import org.adclicks.transforms.cells.PackCells;
import org.adclicks.transforms.dedup.DeduplicateClicks;
import org.adclicks.transforms.dedup.DeduplicatedClicks;
import org.adclicks.transforms.minutes.CorrectAfter;
import org.adclicks.transforms.minutes.ToldThrough;
import org.adclicks.transforms.minutes.TrackMinutes;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.rank.Leaderboard;
import org.adclicks.transforms.rank.RankAds;
import org.adclicks.transforms.rank.RankingWindow;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Whoever finds late clicks in a minute's counts finds them in every table: its row leaves after
 * the corrected cells and lists.
 */
class OneTruthTest {

  private static final RankingWindow MINUTE = new RankingWindow(60_000, 60_000, 3);
  private static final RankingWindow SLIDING = new RankingWindow(60_000, 10_000, 3);
  private static final RankingWindow TWO_MINUTES = new RankingWindow(120_000, 60_000, 3);

  @Test
  void countsOfLateClicksAreToldAfterEveryTableHasThem() {
    List<String> written =
        run(
            ClickScript.at("10:00:05")
                .clicks(10, "a")
                .watermark("10:02:00")
                .clicks(20, "a")
                .pass(Duration.standardSeconds(3))
                .watermark("10:02:01")
                .pass(Duration.standardSeconds(3))
                .watermark("10:02:05")
                .pass(Duration.standardMinutes(1))
                .watermark("10:03:00"));
    assertThat(written).contains("cell a 30", "list 30", "minute 30");
    int told = written.indexOf("minute 30");
    assertThat(written.subList(0, told)).contains("cell a 30");
    // The minute's list and six sliding ones.
    assertThat(written.subList(0, told)).filteredOn("list 30"::equals).hasSize(7);
    assertThat(written.subList(told, written.size())).doesNotContain("cell a 30", "list 30");
  }

  @Test
  void cellsAreCorrectedAfterAllLists() {
    List<String> written =
        run(
            ClickScript.at("10:00:05")
                .clicks(10, "a")
                .watermark("10:02:00")
                .clicks(2, "a")
                .watermark("10:02:04")
                .clicks(3, "a")
                .watermark("10:02:05")
                .clicks(5, "a")
                .watermark("10:02:11"));
    assertThat(written).containsSubsequence("list 15", "cell a 15", "list 20", "cell a 20");
    for (String clicks : List.of("15", "20")) {
      assertThat(written.lastIndexOf("list " + clicks))
          .isLessThan(written.indexOf("cell a " + clicks));
    }
  }

  /** An attempt before had told all of it, and this one has gone back to a checkpoint. */
  @Test
  void cellsOfWhatWasToldBeforeComeAfterAllListsThatWere() {
    ClickScript script =
        ClickScript.at("10:00:05")
            .clicks(10, "a")
            .watermark("10:01:05")
            .watermark("10:02:05")
            .andAt("10:02:15")
            .click("b")
            .watermark("10:03:10")
            .andAt("10:03:20")
            .click("marker")
            .watermark("10:04:10");
    long told = Instant.parse("2026-11-23T10:02:00Z").toEpochMilli();

    List<String> written = run(script, () -> told, List.of(MINUTE, TWO_MINUTES));

    // The minute's list and two of two minutes, the last of which ends a minute later.
    assertThat(written).filteredOn("list 10"::equals).hasSize(3);
    assertThat(written.lastIndexOf("list 10")).isLessThan(written.indexOf("cell a 10"));
    assertThat(written).containsSubsequence("cell a 10", "minute 10");
    // What nobody told before is not held.
    assertThat(written).containsSubsequence("cell b 1", "seen marker");
  }

  /** Too much to keep: it may go back by years. */
  @Test
  void whatWasToldLongBeforeIsNotHeld() {
    long told = Instant.parse("2026-11-23T10:30:00Z").toEpochMilli();
    List<String> written =
        run(
            ClickScript.at("10:00:05")
                .click("a")
                .watermark("10:01:30")
                .andAt("10:02:30")
                .click("marker")
                .watermark("10:02:40"),
            () -> told,
            List.of(MINUTE));
    assertThat(written).containsSubsequence("cell a 1", "seen marker");
  }

  @Test
  void steadyLateClicksHoldNothingUpForLong() {
    ClickScript script = ClickScript.at("10:00:05").click("a").watermark("10:02:00");
    for (int second = 1; second <= 30; second++) {
      script.click("a").watermark("10:02:%02d".formatted(second));
    }
    List<String> written = run(script.andAt("10:02:40").click("b").watermark("10:02:41"));
    // Told while more of them came, at least every few seconds.
    assertThat(written).filteredOn(row -> row.startsWith("minute ")).hasSizeGreaterThan(4);
    assertThat(written).contains("minute 31");
  }

  @Test
  void aCorrectionDoesNotKeepAMinuteFromClosing() {
    List<String> written =
        run(
            ClickScript.at("10:00:05")
                .click("a")
                .watermark("10:01:30")
                .andAt("10:01:40")
                .clicks(4, "b")
                .watermark("10:01:59")
                .andAt("10:00:10")
                .click("a")
                .watermark("10:02:00")
                .andAt("10:02:30")
                .click("marker"));
    // The source sends the next click only when everything has come to rest.
    assertThat(written).containsSubsequence("cell a 2", "minute 4", "seen marker");
    assertThat(written).containsSubsequence("list 2", "minute 4", "seen marker");
  }

  private static List<String> run(ClickScript script) {
    return run(script, ToldThrough.NOTHING, List.of(MINUTE, SLIDING));
  }

  private static List<String> run(
      ClickScript script, ToldThrough told, List<RankingWindow> windows) {
    TestPipeline pipeline = Pipelines.create();
    PCollection<SourcedClick> source = pipeline.apply(script.end());
    PCollection<String> seen =
        source.apply(
            "Seen",
            MapElements.into(TypeDescriptors.strings())
                .via(click -> "seen " + click.click().adId()));
    DeduplicatedClicks clicks = source.apply(DeduplicateClicks.create());
    PCollection<KV<MinuteShard, CellPack>> packs =
        clicks.clicks().apply(PackCells.create().withShards(1));
    CountedCells cells = packs.apply(CountCells.perMinute());
    // One collector of all: what it saw first was written first.
    Collected<String> written = Pipelines.collector();
    PCollection<Void> lists =
        Pipelines.collect(
            packs.apply(RankAds.over(windows)).apply("OnlyAllAds", ParDo.of(new AllAdsFn())),
            written);
    PCollection<Void> cellRows =
        Pipelines.collect(
            cells
                .totals()
                .apply(
                    "CellsAfterLists",
                    CorrectAfter.landing(
                            List.of(lists),
                            (CellTotals totals) ->
                                new MinuteShard(totals.startMillis(), totals.shard()))
                        .heeding(told))
                .apply(
                    "CellRows",
                    MapElements.into(TypeDescriptors.strings())
                        .via(
                            totals ->
                                "cell "
                                    + totals.cells().get(0).adId()
                                    + " "
                                    + totals.cells().get(0).clicks())),
            written);
    PCollection<String> minutes =
        PCollectionList.of(clicks.counts())
            .and(cells.counts())
            .apply("Counts", Flatten.pCollections())
            .apply(TrackMinutes.create().afterLanding(List.of(lists, cellRows)))
            .minutes()
            .apply(
                "MinuteRows",
                MapElements.into(TypeDescriptors.strings())
                    .via(status -> "minute " + status.counts().clicks()));
    Pipelines.collect(minutes, written);
    Pipelines.collect(seen, written);
    pipeline.run();
    return written.elements();
  }

  private static final class AllAdsFn extends DoFn<WindowLeaderboard, String> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void list(@Element WindowLeaderboard element, OutputReceiver<String> out) {
      Leaderboard board = element.board();
      if (board.scope().isAll()) {
        out.output("list " + board.totalClicks());
      }
    }
  }
}
