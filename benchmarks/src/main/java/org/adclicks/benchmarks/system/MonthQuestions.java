package org.adclicks.benchmarks.system;

import java.time.Duration;
import java.util.Random;
import org.adclicks.benchmarks.harness.OnAndOn;
import org.adclicks.localstack.demo.QueryClient;
import org.adclicks.v1.GetAggregatedCountRequest;

/**
 * Asks how often one user after the other has clicked an ad in thirty days, and how long that
 * takes.
 *
 * <p>Shape: one thread.
 */
final class MonthQuestions implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final QueryClient client;
  private final MonthOfClicks month;
  private final Random random = new Random(1);
  private final Latencies latencies = new Latencies();
  private final OnAndOn asker;
  private long wrong;

  MonthQuestions(QueryClient client, MonthOfClicks month) {
    this.client = client;
    this.month = month;
    this.asker = OnAndOn.start("month-questions", PAUSE, this::ask);
  }

  private void ask() {
    if (month.users() == 0) {
      return;
    }
    GetAggregatedCountRequest request =
        GetAggregatedCountRequest.newBuilder()
            .setAdId(MonthOfClicks.AD)
            .setFrom(month.from().toString())
            .setTo(month.to().toString())
            .setFilter("user_id=\"" + month.user(random.nextInt(month.users())) + "\"")
            .build();
    latencies.time(
        () -> {
          if (client.grpc().getAggregatedCount(request).getCount() != MonthOfClicks.HOURS) {
            wrong++;
          }
        });
  }

  /** What was answered, and how fast, in one line; to be asked for once closed. */
  String summary() {
    asker.requireWell();
    return month.users() == 0
        ? "not asked"
        : latencies.summary() + (wrong == 0 ? "" : ", WRONG " + wrong);
  }

  /** Whether no answer was wrong; once closed. */
  boolean isRight() {
    return wrong == 0;
  }

  @Override
  public void close() {
    asker.close();
  }
}
