package org.adclicks.transforms;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.adclicks.click.Click;
import org.adclicks.click.Dimension;
import org.adclicks.click.Origin;
import org.adclicks.click.Rejection;
import org.adclicks.click.Scope;
import org.adclicks.click.SentTexts;
import org.adclicks.click.SourcedClick;
import org.adclicks.click.line.LogLine;
import org.adclicks.click.line.RawLine;
import org.adclicks.click.line.RejectedLine;
import org.adclicks.click.line.RoundEnd;
import org.adclicks.proto.store.OpenBlocks;
import org.adclicks.transforms.arrivals.ArrivalNews;
import org.adclicks.transforms.arrivals.ArrivalNewsCoder;
import org.adclicks.transforms.arrivals.CountedThrough;
import org.adclicks.transforms.arrivals.CountedThroughCoder;
import org.adclicks.transforms.cells.CellCounts;
import org.adclicks.transforms.cells.CellLedger;
import org.adclicks.transforms.cells.CellPack;
import org.adclicks.transforms.cells.CellPackCoder;
import org.adclicks.transforms.cells.CellTotal;
import org.adclicks.transforms.cells.CellTotals;
import org.adclicks.transforms.cells.CellTotalsBatcher;
import org.adclicks.transforms.cells.CellTotalsCoder;
import org.adclicks.transforms.dedup.IdentitySet;
import org.adclicks.transforms.minutes.MinuteCoder;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.minutes.MinuteCountsCoder;
import org.adclicks.transforms.minutes.MinuteStatus;
import org.adclicks.transforms.minutes.MinuteStatusCoder;
import org.adclicks.transforms.minutes.Progress;
import org.adclicks.transforms.minutes.ProgressCoder;
import org.adclicks.transforms.pack.ClickPack;
import org.adclicks.transforms.pack.ClickPackCoder;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.pack.MinuteShardCoder;
import org.adclicks.transforms.pack.ShardCoder;
import org.adclicks.transforms.parse.LogLineCoder;
import org.adclicks.transforms.parse.RawLineCoder;
import org.adclicks.transforms.parse.RejectedLineCoder;
import org.adclicks.transforms.parse.SourcedClickCoder;
import org.adclicks.transforms.rank.BoardKey;
import org.adclicks.transforms.rank.Leaderboard;
import org.adclicks.transforms.rank.MergedBoard;
import org.adclicks.transforms.rank.RankedAd;
import org.adclicks.transforms.rank.RankingWindow;
import org.adclicks.transforms.rank.ShardBoard;
import org.adclicks.transforms.rank.SliceKey;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.adclicks.transforms.rank.WindowLeaderboardCoder;
import org.adclicks.v1.MinuteState;
import org.adclicks.v1.RejectionReason;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.testing.CoderProperties;
import org.junit.jupiter.api.Test;

/** What stands in saved state and on the wire between workers comes back as it was. */
class CodersTest {

  private static final Click CLICK =
      new Click("ad", 1_700_000_000_123L, "u", "1.1.1.1", Scope.narrowest("US"), "c");
  private static final Click ODD =
      new Click("空😀", Long.MAX_VALUE, "'; DROP", "2001:db8::1", Scope.narrowest("DE"), null);
  private static final RawLine RAW = new RawLine("lïne".getBytes(StandardCharsets.UTF_8));
  private static final LogLine LINE = new LogLine(new Origin("t", 3, 1L << 40), 17, RAW);
  private static final RankingWindow WINDOW = new RankingWindow(300_000, 60_000, 100);

  @Test
  void lines() throws Exception {
    roundTrip(RawLineCoder.of(), RAW);
    roundTrip(LogLineCoder.of(), LINE);
    roundTrip(
        RejectedLineCoder.of(),
        new RejectedLine(LINE, new Rejection(RejectionReason.INVALID_IP, "why")));
  }

  @Test
  void clicks() throws Exception {
    roundTrip(
        SourcedClickCoder.of(),
        new SourcedClick(CLICK, new Origin("t", 0, 0), 5, SentTexts.NONE, 1L << 50));
    roundTrip(LogLineCoder.of(), LINE.inRound(77));
    roundTrip(
        LogLineCoder.of(),
        LogLine.ofRoundEnd(
            new Origin("t", 0, 0), new RoundEnd(1, 3, 1L << 40, true, 5, 17, 1_000)));
    roundTrip(ArrivalNewsCoder.of(), ArrivalNews.ofEnd(new RoundEnd(0, 1, 9, false, 0, 17, 0)));
    roundTrip(ArrivalNewsCoder.of(), ArrivalNews.ofLot(-5, Map.of(3L, 4L)));
    roundTrip(
        ArrivalNewsCoder.of(),
        ArrivalNews.ofStored(Map.of(-5L, 4L), new OpenBlocks.Block(60_000, 3, -9, 2)));
    roundTrip(ArrivalNewsCoder.of(), ArrivalNews.ofTooLarge(Map.of(-5L, 4L), 60_000));
    roundTrip(
        CountedThroughCoder.of(),
        new CountedThrough(
            17, new OpenBlocks(0, 4, List.of(new OpenBlocks.Block(60_000, 3, -9, 2)))));
    roundTrip(
        CellPackCoder.of(),
        new CellPack(60_000, new TreeMap<>(Map.of(60_000L, counts())), Map.of(-5L, 4L)));
    roundTrip(SourcedClickCoder.of(), new SourcedClick(CLICK, new Origin("t", 0, 0), 5));
    roundTrip(SourcedClickCoder.of(), new SourcedClick(ODD, new Origin("", 0, 0), 0));
    roundTrip(
        SourcedClickCoder.of(),
        new SourcedClick(
            CLICK, new Origin("t", 0, 0), 5, SentTexts.NONE.with(Dimension.COUNTRY, "")));
    roundTrip(
        SourcedClickCoder.of(),
        new SourcedClick(
            CLICK, new Origin("t", 0, 0), 5, SentTexts.NONE.with(Dimension.COUNTRY, " uk")));
    roundTrip(ClickPackCoder.of(), ClickPack.of(60_000, List.of(CLICK, ODD)));
  }

  @Test
  void keys() throws Exception {
    roundTrip(MinuteShardCoder.of(), new MinuteShard(1_700_000_000_000L, 15));
    roundTrip(ShardCoder.of(), 127);
    roundTrip(MinuteCoder.of(), 1_700_000_000_000L);
    roundTrip(BoardKey.KeyCoder.of(), new BoardKey(WINDOW, Scope.ALL, 60_000));
    CoderProperties.coderDeterministic(
        MinuteShardCoder.of(), new MinuteShard(60_000, 3), new MinuteShard(60_000, 3));
  }

  @Test
  void countsAndTotals() throws Exception {
    roundTrip(CellPackCoder.of(), new CellPack(60_000, new TreeMap<>(Map.of(60_000L, counts()))));
    roundTrip(
        CellTotalsCoder.of(),
        new CellTotals(60_000, 3, List.of(new CellTotal("ad", Scope.narrowest("US"), 12, 3))));
    roundTrip(MinuteCountsCoder.of(), new MinuteCounts(1, 2, 3, 4, 5, 6));
    roundTrip(
        MinuteStatusCoder.of(),
        new MinuteStatus(60_000, MinuteState.FINAL, new MinuteCounts(1, 2, 3, 4, 5, 6)));
    roundTrip(ProgressCoder.of(), new Progress(60_000, 0));
  }

  @Test
  void leaderboards() throws Exception {
    List<RankedAd> ads = List.of(new RankedAd("a", 3), new RankedAd("b", 1));
    roundTrip(
        WindowLeaderboardCoder.of(),
        new WindowLeaderboard(
            WINDOW, new Leaderboard(Scope.ofKey("US"), 60_000, 360_000, 100, 9, ads)));
    roundTrip(ShardBoard.PartCoder.of(), new ShardBoard(3, 9, 60_000, ads));
  }

  @Test
  void state() throws Exception {
    IdentitySet identities = new IdentitySet();
    for (long i = 0; i < 1_000; i++) {
      identities.add(i * 31, i);
    }
    roundTrip(IdentitySet.SetCoder.of(), identities);

    CellLedger ledger = new CellLedger();
    counts().forEach(ledger::add);
    ledger.emitChanges(new CellTotalsBatcher(new MinuteShard(60_000, 1), totals -> {}));
    counts().forEach(ledger::add);
    roundTrip(CellLedger.LedgerCoder.of(), ledger);

    MergedBoard board = new MergedBoard(2);
    board.merge(new ShardBoard(1, 9, 0, List.of(new RankedAd("a", 3), new RankedAd("b", 1))));
    roundTrip(MergedBoard.BoardCoder.of(), board);

    roundTrip(CellCounts.CountsCoder.of(), counts());
    roundTrip(SliceKey.PartCoder.of(), new SliceKey(1_700_000_000_000L, 4095));
  }

  private static CellCounts counts() {
    CellCounts counts = new CellCounts();
    for (int i = 0; i < 100; i++) {
      counts.add("ad" + i % 40, Scope.narrowest(i % 2 == 0 ? "US" : "DE"), i + 1L);
    }
    return counts;
  }

  private static <T> void roundTrip(Coder<T> coder, T value) throws Exception {
    CoderProperties.coderDecodeEncodeEqual(coder, value);
    CoderProperties.coderSerializable(coder);
  }
}
