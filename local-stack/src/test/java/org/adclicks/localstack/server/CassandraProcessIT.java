package org.adclicks.localstack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.adclicks.localstack.process.FreePort;
import org.adclicks.localstack.process.StackFailure;
import org.adclicks.proto.store.StoreSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CassandraProcessIT {

  /** A write that shares its sync waits for it: a thousand would be a quarter of a minute. */
  private static final int ENOUGH_WRITES = 200;

  @TempDir Path stateDir;

  /** One restart for all of it: each takes a quarter of a minute. */
  @Test
  void keepsWhatItAcknowledgedWhenKilledAndAppliesEachSchemaVersionOnce() throws Exception {
    int acknowledged;
    try (CassandraProcess cassandra = CassandraProcess.start(stateDir)) {
      assertThat(migrate(cassandra)).isEqualTo(StoreSchema.VERSION - StoreSchema.OLDEST + 1);
      assertThat(migrate(cassandra)).isZero();
      try (CqlSession session = connect(cassandra)) {
        session.execute(
            "INSERT INTO adclicks.progress (pipeline, as_of) VALUES ('test', 1234567890)");
        acknowledged = writeUntilKilled(session, cassandra);
      }
    }
    int port;
    leaveSegmentOfAFullDisk();
    try (CassandraProcess cassandra = CassandraProcess.start(stateDir)) {
      port = cassandra.port();
      assertThat(migrate(cassandra)).isZero();
      try (CqlSession session = connect(cassandra)) {
        assertKept(session, acknowledged);
        session.execute(
            "INSERT INTO adclicks.schema_version (version) VALUES (?)", StoreSchema.VERSION + 1);
      }
      assertThatThrownBy(() -> migrate(cassandra))
          .isInstanceOf(StackFailure.class)
          .hasMessageContaining("use a newer build");
      try (CqlSession session = connect(cassandra)) {
        session.execute("TRUNCATE adclicks.schema_version");
        session.execute(
            "INSERT INTO adclicks.schema_version (version) VALUES (?)", StoreSchema.OLDEST - 1);
      }
      assertThatThrownBy(() -> migrate(cassandra))
          .isInstanceOf(StackFailure.class)
          .hasMessageContaining("load the clicks again");
    }
    assertThat(FreePort.isServed(port)).isFalse();
  }

  /** As stacks for load have it: writes wait for each other, and none is acknowledged sooner. */
  @Test
  void keepsWhatItAcknowledgedWhenKilledThoughWritesShareTheirSync() throws Exception {
    StackSizes small = StackSizes.small();
    StackSizes sharing =
        new StackSizes(
            small.kafka(),
            small.cassandra(),
            small.pipeline(),
            small.store(),
            small.queryService(),
            small.tools(),
            small.memtableMebibytes(),
            StackSizes.large().commitWindowMillis(),
            small.clickBuckets(),
            small.parallelism());
    assertThat(sharing.commitWindowMillis()).isPositive();
    int acknowledged;
    try (CassandraProcess cassandra = start(sharing);
        CqlSession session = connect(cassandra)) {
      acknowledged = writeUntilKilled(session, cassandra);
    }
    try (CassandraProcess cassandra = start(sharing);
        CqlSession session = connect(cassandra)) {
      assertNumbersKept(session, acknowledged);
    }
  }

  /** As made and not begun, newer than what was written: a node does not start beside it. */
  private void leaveSegmentOfAFullDisk() throws IOException {
    Path segment =
        stateDir.resolve(
            "cassandra/data/commitlog/CommitLog-7-" + System.currentTimeMillis() + ".log");
    Files.write(segment, new byte[16 << 20]);
  }

  private CassandraProcess start(StackSizes sizes) {
    return CassandraProcess.start(
        stateDir, FreePort.any(), sizes, Duration.ofMinutes(2), /* security= */ null);
  }

  /** How many numbers it acknowledged before it was killed in the middle of them. */
  private static int writeUntilKilled(CqlSession session, CassandraProcess cassandra) {
    AtomicInteger acknowledged = new AtomicInteger();
    session.execute(
        "CREATE KEYSPACE kept WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
    session.execute("CREATE TABLE kept.numbers (n int PRIMARY KEY)");
    PreparedStatement insert = session.prepare("INSERT INTO kept.numbers (n) VALUES (?)");
    ProcessHandle server = ProcessHandle.of(cassandra.process().pid()).orElseThrow();
    assertThatThrownBy(
            () -> {
              while (true) {
                session.execute(insert.bind(acknowledged.get()));
                if (acknowledged.incrementAndGet() == ENOUGH_WRITES) {
                  server.destroyForcibly();
                }
              }
            })
        .isInstanceOf(DriverException.class);
    return acknowledged.get();
  }

  private static void assertKept(CqlSession session, int acknowledged) {
    Row progress = session.execute("SELECT as_of FROM adclicks.progress").one();
    assertThat(progress).isNotNull();
    assertThat(progress.getInstant("as_of").toEpochMilli()).isEqualTo(1234567890L);
    assertNumbersKept(session, acknowledged);
  }

  private static void assertNumbersKept(CqlSession session, int acknowledged) {
    Row row = session.execute("SELECT count(*) AS numbers FROM kept.numbers").one();
    assertThat(row).isNotNull();
    // One more may have been written and not acknowledged.
    assertThat(row.getLong("numbers")).isBetween((long) acknowledged, acknowledged + 1L);
  }

  private static int migrate(CassandraProcess cassandra) {
    return SchemaMigration.migrate(cassandra.address(), CassandraProcess.DATACENTER, "adclicks");
  }

  private static CqlSession connect(CassandraProcess cassandra) {
    return SchemaMigration.connect(cassandra.address(), CassandraProcess.DATACENTER);
  }
}
