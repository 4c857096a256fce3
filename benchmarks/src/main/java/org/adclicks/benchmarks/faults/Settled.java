package org.adclicks.benchmarks.faults;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.localstack.demo.QueryClient;
import org.adclicks.v1.ListMinutesRequest;
import org.adclicks.v1.Minute;
import org.adclicks.v1.MinuteState;

/** When every click that was sent is answered for. */
final class Settled {

  private static final Duration ALL = Duration.ofHours(24);
  private static final long LOOK_MILLIS = 1_000;

  private Settled() {}

  /**
   * Returns when the minutes have this many clicks and none with clicks is open.
   *
   * @throws BenchmarkFailure if that is not so in time
   */
  static void await(QueryClient client, long clicks, Duration patience) {
    long untilMillis = System.currentTimeMillis() + patience.toMillis();
    String seen = "nothing";
    while (System.currentTimeMillis() < untilMillis) {
      try {
        long counted = 0;
        long tooLate = 0;
        boolean open = false;
        for (Minute minute : client.grpc().listMinutes(lastDay()).getMinutesList()) {
          counted += minute.getClicks();
          tooLate += minute.getTooLate();
          open |= minute.getClicks() > 0 && minute.getState() == MinuteState.OPEN;
        }
        if (counted == clicks && !open) {
          return;
        }
        seen = counted + " clicks counted, " + tooLate + " too late";
      } catch (StatusRuntimeException e) {
        seen = e.getStatus().toString();
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
    }
    throw new BenchmarkFailure(
        "of "
            + clicks
            + " clicks not all are answered for after "
            + patience.toMinutes()
            + " minutes: "
            + seen);
  }

  private static ListMinutesRequest lastDay() {
    Instant now = Instant.now();
    return ListMinutesRequest.newBuilder()
        .setFrom(now.minus(ALL).toString())
        .setTo(now.plusSeconds(60).toString())
        .build();
  }
}
