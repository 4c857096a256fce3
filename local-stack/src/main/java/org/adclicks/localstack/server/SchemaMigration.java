package org.adclicks.localstack.server;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.adclicks.access.StoreTarget;
import org.adclicks.localstack.process.StackFailure;
import org.adclicks.proto.store.StoreSchema;

/**
 * Brings a keyspace to the schema version of this build: each step once, in order, and remembered
 * in {@code schema_version}.
 *
 * <p>Errors: {@link StackFailure} if the keyspace is newer than this build, or too old for it.
 */
public final class SchemaMigration {

  /** Of ten seconds each, as the driver has it. */
  private static final int LOOKS = 6;

  private static final Duration NEWCOMER = Duration.ofMinutes(1);
  private static final long LOOK_MILLIS = 300;

  private SchemaMigration() {}

  /**
   * Creates the keyspace if need be, applies what is missing and returns how many steps that was.
   */
  public static int migrate(InetSocketAddress contact, String datacenter, String keyspace) {
    return migrate(StoreTarget.open(contact, datacenter), keyspace, 1);
  }

  /**
   * The same in a store that need not be open, nor of one node.
   *
   * @param replicas of a keyspace that is not there yet
   */
  public static int migrate(StoreTarget store, String keyspace, int replicas) {
    try {
      return migrated(store, keyspace, replicas);
    } catch (DriverException e) {
      throw new StackFailure(
          "cassandra at " + store.where() + " refused the schema: " + e.getMessage(), e);
    }
  }

  private static int migrated(StoreTarget store, String keyspace, int replicas) {
    CqlIdentifier name = CqlIdentifier.fromInternal(keyspace);
    try (CqlSession session = connect(store)) {
      change(session, StoreSchema.keyspace(keyspace, store.datacenter(), replicas));
    }
    try (CqlSession session = builder(store).withKeyspace(name).build()) {
      change(session, StoreSchema.VERSION_TABLE);
      int applied = appliedVersion(session);
      if (applied > StoreSchema.VERSION) {
        throw new StackFailure(
            "keyspace %s has schema version %d, this build knows only up to %d: use a newer build"
                .formatted(keyspace, applied, StoreSchema.VERSION));
      }
      if (applied > 0 && applied < StoreSchema.OLDEST) {
        throw new StackFailure(
            "keyspace %s has schema version %d of a build before the first release: begin with an empty one and load the clicks again"
                .formatted(keyspace, applied));
      }
      int first = Math.max(applied + 1, StoreSchema.OLDEST);
      for (int version = first; version <= StoreSchema.VERSION; version++) {
        StoreSchema.statements(version).forEach(statement -> change(session, statement));
        execute(session, StoreSchema.remembering(version));
      }
      return StoreSchema.VERSION - first + 1;
    }
  }

  /** The next statement may go to another node. */
  private static void change(CqlSession session, String statement) {
    execute(session, statement);
    for (int looks = 0; !session.checkSchemaAgreement(); looks++) {
      if (looks == LOOKS) {
        throw new StackFailure(
            "cassandra's nodes do not agree on the schema: see whether all are up");
      }
    }
  }

  /**
   * A node that has come up after all others had agreed is not asked before whether it does: it may
   * not know yet what is there, and says so without having done anything.
   */
  private static ResultSet execute(CqlSession session, String statement) {
    Instant deadline = Instant.now().plus(NEWCOMER);
    while (true) {
      try {
        return session.execute(statement);
      } catch (InvalidQueryException e) {
        if (!String.valueOf(e.getMessage()).contains("does not exist")
            || Instant.now().isAfter(deadline)) {
          throw e;
        }
        lookAgainLater();
      }
    }
  }

  private static void lookAgainLater() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted while waiting for cassandra's nodes", e);
    }
  }

  /** A session without a keyspace that is patient: the node may be busy with others. */
  public static CqlSession connect(InetSocketAddress contact, String datacenter) {
    return connect(StoreTarget.open(contact, datacenter));
  }

  /** The same with a store that need not be open. */
  public static CqlSession connect(StoreTarget store) {
    return builder(store).build();
  }

  private static CqlSessionBuilder builder(StoreTarget store) {
    Duration patience = Duration.ofMinutes(2);
    return store
        .session()
        .withConfigLoader(
            DriverConfigLoader.programmaticBuilder()
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, patience)
                // As jobs and service: of several nodes one may lack what was acknowledged.
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, "LOCAL_QUORUM")
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, patience)
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, patience)
                // Else the driver waits a second after each CREATE TABLE, and two at each close.
                .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
                .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
                .build());
  }

  private static int appliedVersion(CqlSession session) {
    int newest = 0;
    for (Row row : execute(session, "SELECT version FROM schema_version")) {
      newest = Math.max(newest, row.getInt("version"));
    }
    return newest;
  }
}
