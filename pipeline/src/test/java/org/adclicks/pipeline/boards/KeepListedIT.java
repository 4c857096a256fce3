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
import org.adclicks.pipeline.sink.UpsertRows;
import org.adclicks.transforms.rank.Leaderboard;
import org.adclicks.transforms.rank.RankedAd;
import org.adclicks.transforms.rank.RankingWindow;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.adclicks.transforms.rank.WindowLeaderboardCoder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.joda.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lists of attempts that met late clicks in another order, in a real Cassandra. */
class KeepListedIT {

  private static final String KEYSPACE = "keep_listed_it";
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
        .apply("KeepListed", KeepListed.in(store, Duration.ZERO))
        .apply("Batch", BatchLeaderboards.create())
        .apply("Upsert", UpsertRows.into(store));
    pipeline.run().waitUntilFinish();
  }

  private static Leaderboard stored(RankingWindow window) {
    String table = BoardRow.of(new WindowLeaderboard(window, list(window, 0))).table().cqlName();
    Row row = Objects.requireNonNull(session.execute("SELECT board FROM " + table).one());
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
