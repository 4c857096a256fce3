package org.adclicks.query.store;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.internal.core.specex.ConstantSpeculativeExecutionPolicy;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.adclicks.access.StoreRefusal;
import org.adclicks.access.StoreTarget;
import org.adclicks.proto.store.StoreSchema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the store is, and how to get into it.
 *
 * <p>Errors: {@link StoreMissingException} if it is not there in time.
 */
public record StoreConnection(StoreTarget store, String keyspace, MeterRegistry metrics) {

  /** The store did not answer, or has no tables yet. */
  public static final class StoreMissingException extends Exception {

    private static final long serialVersionUID = 1;

    StoreMissingException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private static final Logger LOGGER = LoggerFactory.getLogger(StoreConnection.class);

  /** Under way at once; the driver's own default is half as many. */
  static final int REQUESTS_OF_CONNECTION = 2_048;

  private static final Duration LONGEST_READ = Duration.ofSeconds(6);

  /** A node that is frozen answers nothing and is not missed for long: another is asked, too. */
  private static final Duration ASKED_ANOTHER_AFTER = Duration.ofMillis(1_500);

  private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(4);

  private static final String OPTION = "--cassandra-config";

  /** A node that hangs up for longer is not just starting or stopping. */
  private static final Duration LONGEST_HANG_UP = Duration.ofSeconds(5);

  /**
   * A session to a store whose tables are there; tries every second for as long as given, but not
   * again when the store has refused us.
   */
  public CqlSession connect(Duration patience) throws StoreMissingException, InterruptedException {
    Instant deadline = Instant.now().plus(patience);
    @Nullable Instant hungUpSince = null;
    String said = "";
    while (true) {
      try {
        return connectOnce();
      } catch (OlderSchemaException e) {
        hungUpSince = null;
        said = awaited(deadline, said, problem(e), e);
      } catch (DriverException e) {
        Optional<String> refusal = StoreRefusal.of(e, store.where(), OPTION);
        if (refusal.isPresent()) {
          throw new StoreMissingException(refusal.get(), e);
        }
        Instant now = Instant.now();
        if (!StoreRefusal.isHangUp(e)) {
          hungUpSince = null;
        } else if (hungUpSince == null) {
          hungUpSince = now;
        } else if (now.isAfter(hungUpSince.plus(LONGEST_HANG_UP))) {
          throw new StoreMissingException(StoreRefusal.ofHangUp(store.where(), OPTION), e);
        }
        said = awaited(deadline, said, problem(e), e);
      }
      TimeUnit.SECONDS.sleep(1);
    }
  }

  /** Says what is waited for, once; gives up if it has been for too long. */
  private static String awaited(
      Instant deadline, String said, String problem, RuntimeException cause)
      throws StoreMissingException {
    if (Instant.now().isAfter(deadline)) {
      throw new StoreMissingException(problem, cause);
    }
    if (!said.equals(problem)) {
      LOGGER.info("waiting for the store: {}", problem);
    }
    return problem;
  }

  private CqlSession connectOnce() {
    CqlSession session =
        store
            .session()
            .withKeyspace("\"" + keyspace + "\"")
            .withConfigLoader(driverConfig())
            .withRequestTracker(new StoreMetrics(metrics))
            .build();
    try {
      requireSchema(session);
      ClickStore.over(session);
      return session;
    } catch (DriverException | OlderSchemaException e) {
      session.close();
      throw e;
    }
  }

  private static void requireSchema(CqlSession session) {
    int version = 0;
    for (Row row : session.execute("SELECT version FROM schema_version")) {
      version = Math.max(version, row.getInt("version"));
    }
    if (version < StoreSchema.VERSION) {
      throw new OlderSchemaException(version);
    }
  }

  /** Tables of an earlier build, which its upgrade may be bringing up just now. */
  private static final class OlderSchemaException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int version;

    OlderSchemaException(int version) {
      this.version = version;
    }
  }

  private static DriverConfigLoader driverConfig() {
    return DriverConfigLoader.programmaticBuilder()
        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, LONGEST_READ)
        .withString(DefaultDriverOption.REQUEST_CONSISTENCY, "LOCAL_QUORUM")
        .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
        .withClass(
            DefaultDriverOption.SPECULATIVE_EXECUTION_POLICY_CLASS,
            ConstantSpeculativeExecutionPolicy.class)
        .withInt(DefaultDriverOption.SPECULATIVE_EXECUTION_MAX, 2)
        .withDuration(DefaultDriverOption.SPECULATIVE_EXECUTION_DELAY, ASKED_ANOTHER_AFTER)
        .withInt(DefaultDriverOption.CONNECTION_MAX_REQUESTS, REQUESTS_OF_CONNECTION)
        .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, LONGEST_RECONNECT)
        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(5))
        .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, Duration.ofSeconds(5))
        .withBoolean(DefaultDriverOption.CONNECTION_WARN_INIT_ERROR, false)
        .build();
  }

  private String problem(OlderSchemaException e) {
    return "keyspace %s of Cassandra at %s has schema version %d, this build reads %d: ./adclicks schema apply brings it up"
        .formatted(keyspace, store.where(), e.version, StoreSchema.VERSION);
  }

  private String problem(DriverException e) {
    String where = store.where();
    return e instanceof AllNodesFailedException
        ? "no Cassandra answers at " + where
        : "Cassandra at " + where + " has no keyspace " + keyspace + " to read: " + e.getMessage();
  }
}
