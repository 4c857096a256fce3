package org.adclicks.pipeline.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.adclicks.pipeline.RealServers;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.cells.CellTotals;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;

/** Hours added up from the cells that are stored. */
class RollUpCellsIT {

  private static final String KEYSPACE = "roll_up_it";
  private static final long HOUR = 1_600_002_000_000L;
  private static final long NEXT = HOUR + Periods.HOUR_MILLIS;
  private static final long STREAM = 7;

  /** Cells are kept 90 days: what is left of an hour would be a total, and a wrong one. */
  @Test
  void anHourWhoseCellsMayHaveLeftTheStoreIsToldAsLostAndNotAddedUp() {
    StoreSettings store = RealServers.get().store(KEYSPACE);
    try (CqlSession session = RealServers.get().keyspace(KEYSPACE)) {
      write(session, HOUR, 3);
      write(session, NEXT, 4);
      long now = System.currentTimeMillis();
      long longAgo = now - Duration.ofDays(90).toMillis();

      Pipeline pipeline =
          Pipeline.create(
              PipelineOptionsFactory.fromArgs("--runner=DirectRunner", "--targetParallelism=2")
                  .create());
      PCollectionTuple added =
          pipeline
              .apply(FinalItems.of(STREAM, 0, Map.of(HOUR, longAgo, NEXT, now)))
              .apply("RollUp", RollUpCells.perHour(store).withShards(1));
      PAssert.that(added.get(RollUpCells.LOST)).containsInAnyOrder(List.of(KV.of(STREAM, NEXT)));
      PAssert.that(added.get(RollUpCells.TOTALS))
          .satisfies(
              totals -> {
                List<CellTotals> all = new ArrayList<>();
                totals.forEach(all::add);
                assertThat(all).hasSize(1);
                assertThat(all.get(0).startMillis()).isEqualTo(NEXT);
                assertThat(all.get(0).cells()).hasSize(1);
                assertThat(all.get(0).cells().get(0).clicks()).isEqualTo(4);
                return null;
              });
      pipeline.run().waitUntilFinish();
    }
  }

  private static void write(CqlSession session, long hour, long clicks) {
    session.execute(
        "INSERT INTO cells (bucket, hour, ad_id, minute, country, clicks)"
            + " VALUES (5, ?, 'ad', ?, 'DE', ?)",
        Instant.ofEpochMilli(hour),
        Instant.ofEpochMilli(hour),
        clicks);
  }
}
