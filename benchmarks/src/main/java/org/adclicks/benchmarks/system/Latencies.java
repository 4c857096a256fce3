package org.adclicks.benchmarks.system;

import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How long answers took, and how many questions had none.
 *
 * <p>Units: milliseconds. Mutable, not thread-safe.
 */
final class Latencies {

  private final List<Double> millis = new ArrayList<>();
  private int refused;

  /** Asks, and takes the time. */
  void time(Runnable question) {
    long begun = System.nanoTime();
    try {
      question.run();
    } catch (StatusRuntimeException e) {
      refused++;
      return;
    }
    millis.add((System.nanoTime() - begun) / 1e6);
  }

  /** p50 and p99, of how many, in one line. */
  String summary() {
    return String.format(
        "%.1f / %.1f of %d%s",
        quantile(0.5), quantile(0.99), millis.size(), refused == 0 ? "" : ", refused " + refused);
  }

  /** The time that this share of all answers did not exceed; 0 of none. */
  double quantile(double share) {
    if (millis.isEmpty()) {
      return 0;
    }
    List<Double> sorted = new ArrayList<>(millis);
    Collections.sort(sorted);
    return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
  }
}
