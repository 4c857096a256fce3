package org.adclicks.pipeline.boards;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Objects;
import org.adclicks.click.Scope;
import org.adclicks.pipeline.RealServers;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.publish.Messages;
import org.adclicks.transforms.rank.Leaderboard;
import org.adclicks.transforms.rank.RankedAd;
import org.adclicks.transforms.rank.RankingWindow;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.adclicks.transforms.rank.WindowLeaderboardCoder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lists of attempts that met late clicks in another order, in a real Cassandra. */
class UpsertBoardsIT {

  private static final String KEYSPACE = "upsert_boards_it";
  private static final long MINUTE = 1_600_000_020_000L;

  private static CqlSession session;
  private static StoreSettings store;

  @BeforeAll
  static void connect() {
    RealServers servers = RealServers.get();
    session = servers.keyspace(KEYSPACE);
    store = servers.store(KEYSPACE);
  }

  @AfterAll
  static void disconnect() {
    session.close();
  }

  @Test
  void noListLacksAClickThatWasSeen() {
    for (RankingWindow window :
        List.of(
            new RankingWindow(60_000, 60_000, 1000),
            new RankingWindow(300_000, 300_000, 1000),
            new RankingWindow(60_000, 10_000, 100))) {
      RankedAd other = new RankedAd("other", 7);
      write(window, list(window, 12, new RankedAd("lifted-late", 5), other));
      write(window, list(window, 13, new RankedAd("other", 9), new RankedAd("lifted-late", 4)));

      assertThat(stored(window))
          .as("%s", window)
          .isEqualTo(list(window, 14, new RankedAd("other", 9), new RankedAd("lifted-late", 5)));

      write(window, list(window, 20, new RankedAd("lifted-late", 11), new RankedAd("other", 9)));
      assertThat(stored(window).ads())
          .as("%s", window)
          .containsExactly(new RankedAd("lifted-late", 11), new RankedAd("other", 9));
    }
  }

  /** A queue that has waited gives a worker lists of two attempts in one breath. */
  @Test
  void attemptsOfOneBundleAreMergedToo() throws InterruptedException {
    RankingWindow window = new RankingWindow(60_000, 60_000, 1000);
    long start = MINUTE + 60_000;
    UpsertBoardsFn upsert = new UpsertBoardsFn(store);
    upsert.start();
    upsert.write(KV.of(false, attempt(window, start, 2, new RankedAd("first", 2))));
    upsert.write(KV.of(true, attempt(window, start, 3, new RankedAd("second", 3))));
    upsert.write(KV.of(true, attempt(window, start, 4, new RankedAd("third", 4))));
    upsert.finish();
    upsert.close();

    assertThat(storedFrom(start).ads())
        .containsExactly(
            new RankedAd("third", 4), new RankedAd("second", 3), new RankedAd("first", 2));
  }

  private static WindowLeaderboard attempt(
      RankingWindow window, long start, long total, RankedAd... ads) {
    return new WindowLeaderboard(
        window,
        new Leaderboard(
            Scope.ALL, start, start + window.lengthMillis(), 1000, total, List.of(ads)));
  }

  private static Leaderboard storedFrom(long start) {
    return session.execute("SELECT board FROM leaderboards").all().stream()
        .map(UpsertBoardsIT::read)
        .filter(board -> board.windowStartMillis() == start)
        .findFirst()
        .orElseThrow();
  }

  private static Leaderboard list(RankingWindow window, long total, RankedAd... ads) {
    return new Leaderboard(
        Scope.ALL,
        MINUTE,
        MINUTE + window.lengthMillis(),
        window.capacity(),
        total,
        List.of(ads).stream().sorted(RankedAd.RANKING).toList());
  }

  private static void write(RankingWindow window, Leaderboard board) {
    PipelineOptionsFactory.Builder options =
        PipelineOptionsFactory.fromArgs("--runner=DirectRunner");
    Pipeline pipeline = Pipeline.create(options.create());
    pipeline
        .apply(
            Create.of(new WindowLeaderboard(window, board)).withCoder(WindowLeaderboardCoder.of()))
        .apply("MarkResent", MarkResent.ofClicksAhead(Duration.ZERO))
        .apply("Upsert", UpsertBoards.into(store));
    pipeline.run().waitUntilFinish();
  }

  private static Leaderboard stored(RankingWindow window) {
    String table = BoardRow.of(new WindowLeaderboard(window, list(window, 0))).table().cqlName();
    return session.execute("SELECT board FROM " + table).all().stream()
        .map(UpsertBoardsIT::read)
        .filter(board -> board.windowStartMillis() == MINUTE)
        .findFirst()
        .orElseThrow();
  }

  private static Leaderboard read(Row row) {
    try {
      return Messages.read(
          Scope.ALL,
          org.adclicks.v1.Leaderboard.parseFrom(
              Objects.requireNonNull(row.getByteBuffer("board"))));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
