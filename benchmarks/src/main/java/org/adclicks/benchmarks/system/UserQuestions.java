package org.adclicks.benchmarks.system;

import java.time.Duration;
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
  private final Latencies latencies = new Latencies();
  private volatile long fromMillis;
  private volatile long toMillis;
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
    latencies.time(() -> client.grpc().listPopularAds(request));
  }

  /** What was answered, and how fast, in one line; to be asked for once closed. */
  String summary() {
    asker.requireWell();
    return latencies.summary();
  }

  @Override
  public void close() {
    asker.close();
  }
}
