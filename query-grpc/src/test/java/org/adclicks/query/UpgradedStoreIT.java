package org.adclicks.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.adclicks.localstack.server.CassandraProcess;
import org.adclicks.localstack.server.SchemaMigration;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.v1.GetAggregatedCountRequest;
import org.junit.jupiter.api.Test;

/** Stores of earlier schemas, and what they are asked after {@code schema apply}. */
class UpgradedStoreIT {

  private static final String KEYSPACE = "upgraded";
  private static final int LAST_BY_HOUR = 8;
  private static final Instant FROM = Instant.parse("2026-11-23T10:00:00Z");
  private static final Instant AS_OF = Instant.parse("2026-11-23T11:30:10Z");
  private static final List<TestClick> CLICKS =
      List.of(
          TestClick.at("2026-11-23T10:00:01Z", "ad1", "u1", "1.1.1.1", "US"),
          TestClick.at("2026-11-23T10:00:02Z", "ad1", "u2", "1.1.1.2", "DE"),
          TestClick.at("2026-11-23T10:17:00Z", "ad1", "u1", "1.1.1.1", "US"),
          TestClick.at("2026-11-23T10:18:00Z", "ad2", "u1", "1.1.1.1", "US"));

  @Test
  void countsWhatAnEarlierBuildHadCounted() {
    try (CqlSession old =
        SchemaMigration.connect(SharedCassandra.address(), CassandraProcess.DATACENTER)) {
      old.execute(StoreSchema.keyspace(KEYSPACE, CassandraProcess.DATACENTER, 1));
      old.execute("USE " + KEYSPACE);
      old.execute(StoreSchema.VERSION_TABLE);
      StoreSchema.statements(StoreSchema.OLDEST).forEach(old::execute);
      old.execute(StoreSchema.remembering(StoreSchema.OLDEST));
      TestStore store = new TestStore(old, CLICKS);
      store.cells();
      store.progress(AS_OF.toEpochMilli(), AS_OF.toEpochMilli());
      old.execute(
          "INSERT INTO counted_spans (store, counted_from, counted_through, windows, windows_from)"
              + " VALUES (?, ?, ?, '', ?)",
          StoreSchema.STREAM_PIPELINE,
          FROM,
          AS_OF,
          FROM);
    }
    try (CqlSession upgraded = SharedCassandra.keyspace(KEYSPACE);
        RunningService service = new RunningService(upgraded)) {
      assertThat(service.ask(question("")).getCount()).isEqualTo(3);
      assertThat(service.ask(question("country=\"US\"")).getCount()).isEqualTo(2);
      // Users and ips lay in other tables: what was there then is not found, and it is said.
      assertThatThrownBy(() -> service.ask(question("user_id=\"u1\"")))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("OUT_OF_RANGE");
    }
  }

  /** Its hours' blocks lay in partitions of an hour, which are dropped. */
  @Test
  void saysThatHoursOfClicksFromBeforeAreGone() {
    String keyspace = KEYSPACE + "_hours";
    try (CqlSession old =
        SchemaMigration.connect(SharedCassandra.address(), CassandraProcess.DATACENTER)) {
      old.execute(StoreSchema.keyspace(keyspace, CassandraProcess.DATACENTER, 1));
      old.execute("USE " + keyspace);
      old.execute(StoreSchema.VERSION_TABLE);
      for (int version = StoreSchema.OLDEST; version <= LAST_BY_HOUR; version++) {
        StoreSchema.statements(version).forEach(old::execute);
        old.execute(StoreSchema.remembering(version));
      }
      TestStore store = new TestStore(old, CLICKS);
      store.cells();
      store.progress(AS_OF.toEpochMilli(), AS_OF.toEpochMilli());
      Map<String, Instant> kept = Map.of(StoreSchema.KEPT_CELLS, FROM, "clicks_in_blocks_64", FROM);
      store.counted(FROM.toEpochMilli(), AS_OF.toEpochMilli(), "", kept);
      old.execute(
          "UPDATE counted_spans SET periods_through = ? WHERE store = ? AND counted_from = ?",
          Map.of("clicks_in_blocks_64", AS_OF),
          StoreSchema.STREAM_PIPELINE,
          FROM);
    }
    try (CqlSession upgraded = SharedCassandra.keyspace(keyspace);
        RunningService service = new RunningService(upgraded)) {
      assertThat(service.ask(question("")).getCount()).isEqualTo(3);
      assertThatThrownBy(() -> service.ask(question("user_id=\"u1\"")))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("OUT_OF_RANGE");
    }
    // The topic is read anew, and the hour had been recomputed by the build of before.
    try (CqlSession upgraded = SharedCassandra.keyspace(keyspace)) {
      TestStore store = new TestStore(upgraded, CLICKS);
      store.counted(
          FROM.toEpochMilli(),
          AS_OF.toEpochMilli(),
          "",
          Map.of(StoreSchema.KEPT_CELLS, FROM, TestStore.CLICK_BUCKETS.keptName(), FROM));
      upgraded.execute(
          "INSERT INTO restated_hours (store, hour, epoch, click_buckets) VALUES (?, ?, 1, 64)",
          StoreSchema.STREAM_PIPELINE,
          FROM);
      upgraded.execute(
          "UPDATE progress SET restated = ? WHERE pipeline = ?",
          AS_OF,
          StoreSchema.STREAM_PIPELINE);
      try (RunningService service = new RunningService(upgraded)) {
        assertThatThrownBy(() -> service.ask(question("user_id=\"u1\"")))
            .isInstanceOf(StatusRuntimeException.class)
            .hasMessageContaining("recomputed without them");
      }
    }
  }

  private static GetAggregatedCountRequest.Builder question(String filter) {
    return GetAggregatedCountRequest.newBuilder()
        .setAdId("ad1")
        .setFrom("2026-11-23T10:00:00Z")
        .setTo("2026-11-23T11:00:00Z")
        .setFilter(filter);
  }
}
