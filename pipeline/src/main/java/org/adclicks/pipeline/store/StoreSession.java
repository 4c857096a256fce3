package org.adclicks.pipeline.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.adclicks.pipeline.options.StoreSettings;

/**
 * The one session to a store that all steps of a process share, with the access its file gives when
 * the first of them opens it; the last that closes it ends it.
 *
 * <p>Errors: the driver's, if the store is not there or refuses us.
 */
public final class StoreSession implements AutoCloseable {

  private static final Map<StoreSettings, Shared> SHARED = new HashMap<>();

  private static final Duration LONGEST_REQUEST = Duration.ofSeconds(12);
  private static final Duration LONGEST_GREETING = Duration.ofSeconds(10);
  private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(4);

  /** Enough for all steps of a worker at once: a step waits, it does not knock at a full pool. */
  private static final int REQUESTS_A_CONNECTION = 8_192;

  private static final int CONNECTIONS_A_NODE = 2;

  private static final class Shared {
    private final CompletableFuture<CqlSession> session;
    private int users;

    Shared(CompletionStage<CqlSession> session) {
      this.session = session.toCompletableFuture();
    }
  }

  private final StoreSettings store;
  private final Shared shared;
  private final CqlSession cql;
  private final AtomicBoolean closed = new AtomicBoolean();

  private StoreSession(StoreSettings store, Shared shared, CqlSession cql) {
    this.store = store;
    this.shared = shared;
    this.cql = cql;
  }

  /**
   * Returns when it is connected. Can be interrupted: a job that is cancelled waits for no store.
   */
  public static StoreSession open(StoreSettings store) {
    Shared shared;
    synchronized (SHARED) {
      shared = SHARED.get(store);
      if (shared == null) {
        shared = new Shared(connect(store));
        SHARED.put(store, shared);
      }
      shared.users++;
    }
    try {
      return new StoreSession(store, shared, Retried.await(shared.session));
    } catch (RuntimeException e) {
      release(store, shared);
      throw e;
    }
  }

  public CqlSession cql() {
    return cql;
  }

  /** A statement the driver keeps: the second time it is at hand. */
  public PreparedStatement prepare(String statement) {
    return Retried.await(Retried.send(() -> cql.prepareAsync(statement)));
  }

  /** Twice is once. */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      release(store, shared);
    }
  }

  private static void release(StoreSettings store, Shared shared) {
    synchronized (SHARED) {
      shared.users--;
      if (shared.users > 0) {
        return;
      }
      SHARED.remove(store, shared);
    }
    if (shared.session.isDone() && !shared.session.isCompletedExceptionally()) {
      shared.session.join().close();
    } else {
      // Whoever waited for it was interrupted, or it has failed.
      CompletionStage<CqlSession> late = shared.session;
      late.thenAccept(CqlSession::closeAsync);
    }
  }

  private static CompletionStage<CqlSession> connect(StoreSettings store) {
    return store
        .target()
        .session()
        .withKeyspace("\"" + store.keyspace() + "\"")
        .withConfigLoader(
            DriverConfigLoader.programmaticBuilder()
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, store.consistency())
                .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, LONGEST_REQUEST)
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, LONGEST_GREETING)
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, LONGEST_GREETING)
                .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, LONGEST_RECONNECT)
                .withBoolean(DefaultDriverOption.CONNECTION_WARN_INIT_ERROR, false)
                .withInt(DefaultDriverOption.CONNECTION_POOL_LOCAL_SIZE, CONNECTIONS_A_NODE)
                .withInt(DefaultDriverOption.CONNECTION_MAX_REQUESTS, REQUESTS_A_CONNECTION)
                // A job that fails over does not sit out two seconds for each session.
                .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
                .build())
        .buildAsync();
  }
}
