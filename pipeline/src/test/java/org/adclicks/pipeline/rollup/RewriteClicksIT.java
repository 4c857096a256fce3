package org.adclicks.pipeline.rollup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.adclicks.pipeline.RealServers;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.sink.UpsertRows;
import org.adclicks.proto.store.ClickBlock;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.proto.store.IndexedClick;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.index.IndexShards;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;

/** Hours made from the blocks that are stored. */
class RewriteClicksIT {

  private static final String KEYSPACE = "rewrite_it";
  private static final long HOUR = 1_600_002_000_000L;
  private static final long STREAM = 7;
  private static final IndexShards SHARDS = new IndexShards(new ClickBuckets(8), 1);

  /** Read again the block would be the same: the hour's others are written. */
  @Test
  void anHourWithABlockThatIsNotWhatItsNameSaysIsToldAsLost() {
    StoreSettings store = RealServers.get().store(KEYSPACE);
    try (CqlSession session = RealServers.get().keyspace(KEYSPACE)) {
      ClickBlock whole = block("whole");
      ClickBlock damaged = block("damaged");
      write(session, whole, whole);
      write(session, damaged, whole);
      long now = System.currentTimeMillis();
      int shard = SHARDS.shardOf(ClickSide.USER, bucketOf(whole));

      Pipeline pipeline =
          Pipeline.create(
              PipelineOptionsFactory.fromArgs("--runner=DirectRunner", "--targetParallelism=2")
                  .create());
      PCollectionTuple rewritten =
          pipeline
              .apply(
                  FinalItems.of(STREAM, shard, Map.of(HOUR, now, HOUR + Periods.HOUR_MILLIS, now)))
              .apply("Rewrite", RewriteClicks.perHour(store, SHARDS));
      PAssert.that(rewritten.get(RewriteClicks.LOST))
          .containsInAnyOrder(List.of(KV.of(STREAM, HOUR + Periods.HOUR_MILLIS)));
      rewritten.get(RewriteClicks.ROWS).apply("Upsert", UpsertRows.into(store));
      pipeline.run().waitUntilFinish();

      assertThat(users(session)).containsExactly("whole");
    }
  }

  private static void write(CqlSession session, ClickBlock named, ClickBlock written) {
    session.execute(
        "INSERT INTO clicks_by_minute (side, bucket, hour, minute, part, block)"
            + " VALUES ('user', ?, ?, ?, ?, ?)",
        bucketOf(named),
        Instant.ofEpochMilli(HOUR),
        Instant.ofEpochMilli(HOUR),
        named.name().asReadOnlyByteBuffer(),
        written.bytes().asReadOnlyByteBuffer());
  }

  private static List<String> users(CqlSession session) {
    List<String> users = new ArrayList<>();
    for (Row row : session.execute("SELECT part, block FROM click_hours").all()) {
      ClickBlock.forEach(
          Objects.requireNonNull(row.getByteBuffer("part")),
          Objects.requireNonNull(row.getByteBuffer("block")),
          click -> users.add(click.key()));
    }
    return users;
  }

  private static ClickBlock block(String user) {
    return ClickBlock.cut(
            List.of(
                IndexedClick.byFields(
                    user.getBytes(UTF_8),
                    HOUR + 1,
                    "ad".getBytes(UTF_8),
                    "192.0.2.1".getBytes(UTF_8),
                    "DE".getBytes(UTF_8))))
        .get(0);
  }

  private static int bucketOf(ClickBlock block) {
    int[] bucket = new int[1];
    ClickBlock.forEach(
        block.name().asReadOnlyByteBuffer(),
        block.bytes().asReadOnlyByteBuffer(),
        click -> bucket[0] = SHARDS.buckets().bucketOf(click.keyHash()));
    return bucket[0];
  }
}
