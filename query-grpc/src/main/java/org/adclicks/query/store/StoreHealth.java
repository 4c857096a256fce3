package org.adclicks.query.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.linecorp.armeria.server.healthcheck.HealthCheckStatus;
import com.linecorp.armeria.server.healthcheck.HealthChecker;
import com.linecorp.armeria.server.healthcheck.ListenableHealthChecker;
import java.time.Duration;
import java.time.Instant;
import org.adclicks.proto.store.StoreSchema;
import org.jspecify.annotations.Nullable;

/**
 * Whether the store answers, and when its {@code as_of} has moved, as seen once a second.
 *
 * <p>Units: milliseconds since 1970.
 */
public final class StoreHealth {

  /** Both together: how long a store may be away before health says so. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final Duration LONGEST_PROBE = Duration.ofMillis(1500);

  private final ListenableHealthChecker checker;
  private volatile Seen seen = Seen.NOTHING;
  private volatile @Nullable Long countedThroughMillis;

  /**
   * What was seen last.
   *
   * @param answers whether the store did
   * @param asOfMillis null before the first click was counted
   * @param movedMillis when as_of was seen to move last, or was looked at first
   */
  public record Seen(boolean answers, @Nullable Long asOfMillis, long movedMillis) {

    static final Seen NOTHING = new Seen(false, null, 0);

    Seen away() {
      return new Seen(false, asOfMillis, movedMillis);
    }

    Seen answered(@Nullable Long asOf, long now) {
      boolean moved = movedMillis == 0 || (asOf != null && !asOf.equals(asOfMillis));
      return new Seen(true, asOf == null ? asOfMillis : asOf, moved ? now : movedMillis);
    }
  }

  private StoreHealth(CqlSession session) {
    SimpleStatement probe =
        SimpleStatement.newInstance(
                "SELECT as_of FROM progress WHERE pipeline = ?", StoreSchema.STREAM_PIPELINE)
            .setTimeout(LONGEST_PROBE);
    SimpleStatement openProbe =
        SimpleStatement.newInstance(
                "SELECT counted_through FROM open_progress WHERE pipeline = ?",
                StoreSchema.STREAM_PIPELINE)
            .setTimeout(LONGEST_PROBE);
    checker =
        HealthChecker.of(
            () -> {
              // Open minutes are of no matter to health.
              session.executeAsync(openProbe).thenAccept(this::probedOpen).exceptionally(e -> null);
              return session.executeAsync(probe).handle(this::probed);
            },
            INTERVAL);
  }

  private void probedOpen(AsyncResultSet answer) {
    Row row = answer.one();
    Instant through = row == null ? null : row.getInstant("counted_through");
    countedThroughMillis = through == null ? null : through.toEpochMilli();
  }

  /** Begins to look when a server is started with its {@link #checker}. */
  public static StoreHealth of(CqlSession session) {
    return new StoreHealth(session);
  }

  private HealthCheckStatus probed(@Nullable AsyncResultSet answer, @Nullable Throwable problem) {
    if (answer == null || problem != null) {
      seen = seen.away();
      return new HealthCheckStatus(false, INTERVAL.toMillis());
    }
    Row row = answer.one();
    Instant asOf = row == null ? null : row.getInstant("as_of");
    seen = seen.answered(asOf == null ? null : asOf.toEpochMilli(), System.currentTimeMillis());
    return new HealthCheckStatus(true, INTERVAL.toMillis());
  }

  /** Healthy while the store answers. */
  public ListenableHealthChecker checker() {
    return checker;
  }

  /** Through when open minutes were counted, as seen last; null if no pipeline counts them. */
  public @Nullable Long countedThroughMillis() {
    return countedThroughMillis;
  }

  public Seen seen() {
    return seen;
  }
}
