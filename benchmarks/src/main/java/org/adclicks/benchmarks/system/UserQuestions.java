package org.adclicks.benchmarks.system;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.adclicks.benchmarks.harness.OnAndOn;
import org.adclicks.localstack.demo.QueryClient;
import org.adclicks.proto.store.Periods;
import org.adclicks.v1.ListPopularAdsRequest;

/**
 * Asks for the last hour of one user after the other, five times a second, and how long that takes.
 *
 * <p>Shape: one thread. Units: milliseconds.
 */
final class UserQuestions implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final QueryClient client;
  private final int users;
  private final Random random = new Random(1);
  private final List<Double> millis = new ArrayList<>();
  private volatile long fromMillis;
  private volatile long toMillis;
  private int refused;
  private final OnAndOn asker;

  UserQuestions(QueryClient client, int users) {
    this.client = client;
    this.users = users;
    this.asker = OnAndOn.start("user-questions", PAUSE, this::ask);
  }

  /** Asks up to there from now on, and not back beyond the first minute that was told. */
  void completeThrough(long asOfMillis) {
    long to = Periods.minuteOf(asOfMillis);
    fromMillis = fromMillis == 0 ? to : fromMillis;
    toMillis = to;
  }

  private void ask() {
    long to = toMillis;
    long from = Math.max(fromMillis, to - Periods.HOUR_MILLIS);
    if (from < to) {
      ask(from, to);
    }
  }

  private void ask(long from, long to) {
    ListPopularAdsRequest request =
        ListPopularAdsRequest.newBuilder()
            .setFrom(String.valueOf(from))
            .setTo(String.valueOf(to))
            .setFilter("user_id=\"user-" + random.nextInt(users) + "\"")
            .build();
    long begun = System.nanoTime();
    try {
      client.grpc().listPopularAds(request);
    } catch (StatusRuntimeException e) {
      refused++;
      return;
    }
    millis.add((System.nanoTime() - begun) / 1e6);
  }

  /** What was answered, and how fast, in one line; to be asked for once closed. */
  String summary() {
    return String.format(
        "%.1f / %.1f of %d%s",
        quantile(0.5), quantile(0.99), millis.size(), refused == 0 ? "" : ", refused " + refused);
  }

  /** The time that this share of all answers did not exceed. */
  double quantile(double share) {
    if (millis.isEmpty()) {
      return 0;
    }
    List<Double> sorted = new ArrayList<>(millis);
    Collections.sort(sorted);
    return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
  }

  @Override
  public void close() {
    asker.close();
  }
}
