package org.adclicks.query.store;

import com.datastax.oss.driver.api.core.config.DriverExecutionProfile;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.session.Request;
import com.datastax.oss.driver.api.core.tracker.RequestTracker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/**
 * How long reads of the store take, how many failed, and how many attempts at one node did, after
 * which the driver may have tried another.
 */
final class StoreMetrics implements RequestTracker {

  private final Timer answered;
  private final Timer failed;
  private final Counter attemptsFailed;

  StoreMetrics(MeterRegistry metrics) {
    answered = metrics.timer("adclicks.store.read", "outcome", "answered");
    failed = metrics.timer("adclicks.store.read", "outcome", "failed");
    attemptsFailed = metrics.counter("adclicks.store.read.attempts.failed");
  }

  @Override
  public void onSuccess(
      Request request, long nanos, DriverExecutionProfile profile, Node node, String prefix) {
    answered.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void onError(
      Request request,
      Throwable problem,
      long nanos,
      DriverExecutionProfile profile,
      Node node,
      String prefix) {
    failed.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void onNodeError(
      Request request,
      Throwable problem,
      long nanos,
      DriverExecutionProfile profile,
      Node node,
      String prefix) {
    attemptsFailed.increment();
  }

  @Override
  public void close() {}
}
