package org.adclicks.pipeline.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.adclicks.click.Click;
import org.adclicks.click.Scope;
import org.adclicks.pipeline.RealServers;
import org.adclicks.pipeline.StoredAnswers;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.store.StoreDoor;
import org.adclicks.pipeline.store.StoreSession;
import org.adclicks.proto.store.Buckets;
import org.adclicks.proto.store.ClickBlock;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.proto.store.IndexedClick;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.Versions;
import org.adclicks.transforms.cells.CellTotal;
import org.adclicks.transforms.cells.CellTotals;
import org.adclicks.transforms.cells.CellTotalsCoder;
import org.adclicks.transforms.index.IndexClicks;
import org.adclicks.transforms.index.IndexShards;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.minutes.MinuteStatus;
import org.adclicks.transforms.minutes.MinuteStatusCoder;
import org.adclicks.transforms.minutes.Progress;
import org.adclicks.transforms.minutes.ProgressCoder;
import org.adclicks.transforms.pack.ClickPack;
import org.adclicks.transforms.pack.ClickPackCoder;
import org.adclicks.v1.MinuteState;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the store keeps when the same rows, or rows out of order, are written to a real Cassandra.
 */
class StoreIT {

  private static final String KEYSPACE = "store_it";
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
  void greatestTotalStaysWhateverOrderTotalsComeIn() {
    List<CellTotals> totals = new ArrayList<>();
    for (long clicks = 1; clicks <= 250; clicks++) {
      totals.add(
          new CellTotals(
              MINUTE, 0, List.of(new CellTotal("order-ad", Scope.narrowest("US"), clicks, 1))));
    }
    Collections.shuffle(totals, new Random(7));

    writeCells(totals);
    writeCells(totals.subList(0, 10));

    assertThat(rows("SELECT clicks FROM cells WHERE ad_id = 'order-ad' ALLOW FILTERING"))
        .extracting(row -> row.getLong("clicks"))
        .containsExactly(250L);
  }

  /** Of one shard and minute; many have as many clicks, and some come once more with other ones. */
  @Test
  void cellsWrittenManyByAStatementAreTheCellsTheyWere() {
    Map<String, Long> greatest = new TreeMap<>();
    List<CellTotal> cells = new ArrayList<>();
    Random random = new Random(11);
    for (int i = 0; i < 5_000; i++) {
      String adId = "many-" + random.nextInt(2_000) + (i % 9 == 0 ? "-é'" : "");
      String country = List.of("US", "DE", "ZZ").get(random.nextInt(3));
      long clicks = 1L + random.nextInt(4);
      cells.add(new CellTotal(adId, Scope.narrowest(country), clicks, 1));
      greatest.merge(adId + " " + country, clicks, Math::max);
    }
    long minute = MINUTE + 600_000;

    writeCells(List.of(new CellTotals(minute, 0, cells)));

    Map<String, Long> stored = new TreeMap<>();
    for (Row row :
        rows(
            "SELECT ad_id, country, clicks, writetime(clicks) AS version FROM cells WHERE minute = "
                + minute
                + " ALLOW FILTERING")) {
      long clicks = row.getLong("clicks");
      assertThat(row.getLong("version")).isEqualTo(Versions.of(minute, 0, clicks));
      stored.put(row.getString("ad_id") + " " + row.getString("country"), clicks);
    }
    assertThat(stored).isEqualTo(greatest);
  }

  /** More than a batch has room for, of the longest ads there may be, and many of them unlike. */
  @Test
  void aFullBatchOfOnePartitionIsWritten() {
    List<CellTotal> cells = new ArrayList<>();
    for (int i = 0; cells.size() < 2 * PartitionBatch.MAX_ALIKE_ROWS + 500; i++) {
      String adId = "x".repeat(246) + "%010d".formatted(i);
      if (Buckets.of(adId) == 5) {
        int n = cells.size();
        cells.add(new CellTotal(adId, Scope.narrowest("US"), n % 2 == 0 ? 1 : n, 1));
      }
    }
    long hour = Periods.hourOf(MINUTE) + Periods.HOUR_MILLIS;

    write(BatchCells.perMinute(), List.of(new CellTotals(hour, 0, cells)));
    write(BatchCells.perHour(), List.of(new CellTotals(hour, 0, cells)));

    for (String table : List.of("cells", "cells_by_hour")) {
      String time = "cells".equals(table) ? "minute" : "hour";
      assertThat(
              rows(
                  "SELECT ad_id, clicks FROM %s WHERE bucket = 5 AND %s = %d ALLOW FILTERING"
                      .formatted(table, time, hour)))
          .as(table)
          .extracting(row -> row.getString("ad_id") + " " + row.getLong("clicks"))
          .containsExactlyElementsOf(
              cells.stream().map(cell -> cell.adId() + " " + cell.clicks()).toList());
    }
  }

  @Test
  void sameClicksTwiceAreTheSameClicks() {
    List<Click> clicks = new ArrayList<>();
    for (int i = 0; i < 333; i++) {
      clicks.add(
          new Click(
              "ad",
              MINUTE + i,
              "user-" + i % 7,
              "203.0.113." + i % 5,
              Scope.narrowest("DE"),
              null));
    }
    List<ClickPack> packs =
        List.of(
            ClickPack.of(MINUTE, clicks.subList(0, 200)),
            ClickPack.of(MINUTE, clicks.subList(200, 333)));

    for (int times = 0; times < 2; times++) {
      writeClicks(packs);
      // Cut by bundles, which differ: what is in them does not.
      for (ClickSide side : ClickSide.values()) {
        assertThat(indexed(side)).hasSize(333);
      }
    }
  }

  @Test
  void minuteKeepsItsGreatestCountsAndItsLastState() {
    MinuteStatus closed = status(MINUTE, MinuteState.CLOSED, 10);
    MinuteStatus corrected = status(MINUTE, MinuteState.CLOSED, 12);
    MinuteStatus settled = status(MINUTE, MinuteState.FINAL, 12);

    assertThat(writeMinutes(settled, corrected, closed)).isEqualTo(settled);
  }

  @Test
  void minuteBecomesFinalThoughAnotherAttemptFoundMore() {
    long minute = MINUTE + 60_000;
    MinuteStatus closed =
        new MinuteStatus(minute, MinuteState.CLOSED, new MinuteCounts(12, 1, 9, 7, 0, 0));
    MinuteStatus settled =
        new MinuteStatus(minute, MinuteState.FINAL, new MinuteCounts(12, 1, 0, 3, 0, 0));

    assertThat(writeMinutes(closed, settled)).isEqualTo(settled);
    assertThat(writeMinutes(closed)).isEqualTo(settled);
  }

  @Test
  void minuteIsOneWritersThoughAnotherCountedAsMuch() {
    long minute = MINUTE + 120_000;
    MinuteStatus one =
        new MinuteStatus(minute, MinuteState.CLOSED, new MinuteCounts(10, 3, 2, 1, 0, 5));
    MinuteStatus other =
        new MinuteStatus(minute, MinuteState.CLOSED, new MinuteCounts(10, 2, 0, 4, 2, 6));

    assertThat(writeMinutes(one, other)).isIn(one, other);
    assertThat(writeMinutes(other, one)).isIn(one, other);
  }

  @Test
  void minuteKeepsTheAttemptThatCountedMoreAsCellsDo() {
    long minute = MINUTE + 180_000;
    MinuteStatus foundLate =
        new MinuteStatus(minute, MinuteState.FINAL, new MinuteCounts(10, 1, 0, 1, 0, 0));
    MinuteStatus foundTooLate =
        new MinuteStatus(minute, MinuteState.FINAL, new MinuteCounts(9, 1, 0, 0, 1, 0));

    assertThat(writeMinutes(foundLate, foundTooLate)).isEqualTo(foundLate);
    assertThat(writeMinutes(foundTooLate, foundLate)).isEqualTo(foundLate);
  }

  @Test
  void progressNeverGoesBack() {
    Pipeline pipeline = pipeline();
    pipeline
        .apply(
            Create.of(
                    new Progress(MINUTE + 20_000, MINUTE - 600_000),
                    new Progress(MINUTE, MINUTE - 660_000))
                .withCoder(ProgressCoder.of()))
        .apply("Batch", BatchProgress.ofStream())
        .apply("Upsert", UpsertRows.into(store));
    pipeline.run().waitUntilFinish();

    Row row = rows("SELECT * FROM progress").get(0);
    assertThat(row.getInstant("as_of")).hasToString("2020-09-13T12:27:20Z");
  }

  /** Nor does what is final, though a pipeline that begins anew may know less of it by then. */
  @Test
  void whatIsFinalStaysFinalWithMoreLateness() {
    Pipeline pipeline = pipeline();
    pipeline
        .apply(
            Create.of(
                    new Progress(MINUTE, MINUTE - 600_000),
                    new Progress(MINUTE + 20_000, MINUTE - 1_200_000))
                .withCoder(ProgressCoder.of()))
        .apply("Batch", BatchProgress.ofFinal())
        .apply("Upsert", UpsertRows.into(store));
    pipeline.run().waitUntilFinish();

    assertThat(rows("SELECT final_through FROM progress").get(0).getInstant("final_through"))
        .isEqualTo(Instant.ofEpochMilli(MINUTE - 600_000));
  }

  @Test
  void stepsShareASessionThatEndsWithTheLastOfThem() {
    StoreSession one = StoreSession.open(store);
    StoreSession other = StoreSession.open(store);
    CqlSession shared = one.cql();

    assertThat(other.cql()).isSameAs(shared);
    one.close();
    one.close();
    assertThat(shared.isClosed()).isFalse();
    long begun = System.nanoTime();
    other.close();
    assertThat(shared.isClosed()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    try (StoreSession next = StoreSession.open(store)) {
      assertThat(next.cql()).isNotSameAs(shared);
    }
  }

  @Test
  void aBundleFailsWithWhatTheStoreSays() {
    Pipeline pipeline = pipeline();
    PCollection<PartitionBatch> batches =
        pipeline
            .apply(Create.of(new Progress(MINUTE, MINUTE - 660_000)).withCoder(ProgressCoder.of()))
            .apply("Batch", BatchProgress.ofStream());
    batches.apply(
        "Upsert",
        UpsertRows.into(
            new StoreSettings(
                store.hosts(), store.port(), "system", store.datacenter(), store.consistency())));

    assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
        .rootCause()
        .hasMessageContaining("progress");
  }

  @Test
  void aKeyspaceThatIsMissingIsSaidInOneLine() {
    StoreSettings missing =
        new StoreSettings(
            store.hosts(), store.port(), "no_such", store.datacenter(), store.consistency());

    assertThat(StoreDoor.refusal(missing))
        .hasValueSatisfying(
            line -> assertThat(line).contains("no_such").contains("schema apply makes"));
    assertThat(StoreDoor.refusal(store)).isEmpty();
  }

  private static MinuteStatus status(long minute, MinuteState state, long clicks) {
    return new MinuteStatus(minute, state, new MinuteCounts(clicks, 1, 0, 0, 0, 0));
  }

  /** Writes rows of one minute; what stands in the store then. */
  private static MinuteStatus writeMinutes(MinuteStatus... statuses) {
    Pipeline pipeline = pipeline();
    pipeline
        .apply(Create.of(List.of(statuses)).withCoder(MinuteStatusCoder.of()))
        .apply("Batch", BatchMinutes.create())
        .apply("Upsert", UpsertRows.into(store));
    pipeline.run().waitUntilFinish();
    long minute = statuses[0].minuteMillis();
    Row row =
        session
            .execute(
                "SELECT * FROM minutes WHERE day = ? AND minute = ?",
                Instant.ofEpochMilli(Periods.dayOf(minute)),
                Instant.ofEpochMilli(minute))
            .one();
    if (row == null) {
      throw new AssertionError("no row of " + minute);
    }
    return new MinuteStatus(
        minute, MinuteState.forNumber(row.getInt("state")), StoredAnswers.counts(row));
  }

  private static void writeCells(List<CellTotals> totals) {
    write(BatchCells.perMinute(), totals);
  }

  private static void write(BatchCells batching, List<CellTotals> totals) {
    Pipeline pipeline = pipeline();
    pipeline
        .apply(Create.of(totals).withCoder(CellTotalsCoder.of()))
        .apply("Batch", batching)
        .apply("Upsert", UpsertRows.into(store));
    pipeline.run().waitUntilFinish();
  }

  private static void writeClicks(List<ClickPack> packs) {
    Pipeline pipeline = pipeline();
    pipeline
        .apply(Create.of(packs).withCoder(ClickPackCoder.of()))
        .apply("Index", IndexClicks.over(new IndexShards(new ClickBuckets(8), 2)))
        .apply("Batch", BatchBlocks.ofMinutes())
        .apply("Upsert", UpsertRows.into(store));
    pipeline.run().waitUntilFinish();
  }

  private static List<IndexedClick> indexed(ClickSide side) {
    List<IndexedClick> found = new ArrayList<>();
    for (Row row : rows("SELECT side, part, block FROM clicks_by_minute")) {
      if (side.cqlName().equals(row.getString("side"))) {
        ClickBlock.forEach(
            Objects.requireNonNull(row.getByteBuffer("part")),
            Objects.requireNonNull(row.getByteBuffer("block")),
            found::add);
      }
    }
    return IndexedClick.inOrderOnce(found);
  }

  private static Pipeline pipeline() {
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs("--runner=DirectRunner", "--targetParallelism=2").create());
  }

  private static List<Row> rows(String query) {
    return session.execute(query).all();
  }
}
