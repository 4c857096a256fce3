package org.adclicks.query.store;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.adclicks.access.StoreRefusal;
import org.adclicks.access.StoreTarget;
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
  private static final Duration LONGEST_READ = Duration.ofSeconds(6);
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
        String problem = problem(e);
        if (Instant.now().isAfter(deadline)) {
          throw new StoreMissingException(problem, e);
        }
        if (!said.equals(problem)) {
          said = problem;
          LOGGER.info("waiting for the store: {}", problem);
        }
      }
      TimeUnit.SECONDS.sleep(1);
    }
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
      session.execute("SELECT version FROM schema_version LIMIT 1");
      ClickStore.over(session);
      return session;
    } catch (DriverException e) {
      session.close();
      throw e;
    }
  }

  private static DriverConfigLoader driverConfig() {
    return DriverConfigLoader.programmaticBuilder()
        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, LONGEST_READ)
        .withString(DefaultDriverOption.REQUEST_CONSISTENCY, "LOCAL_QUORUM")
        .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
        .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, LONGEST_RECONNECT)
        .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, Duration.ofSeconds(5))
        .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, Duration.ofSeconds(5))
        .withBoolean(DefaultDriverOption.CONNECTION_WARN_INIT_ERROR, false)
        .build();
  }

  private String problem(DriverException e) {
    String where = store.where();
    return e instanceof AllNodesFailedException
        ? "no Cassandra answers at " + where
        : "Cassandra at " + where + " has no keyspace " + keyspace + " to read: " + e.getMessage();
  }
}
