package org.adclicks.benchmarks.corrections;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.adclicks.benchmarks.harness.OnAndOn;
import org.adclicks.benchmarks.past.PastHours;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.demo.QueryClient;
import org.adclicks.v1.GetAggregatedCountRequest;
import org.adclicks.v1.ListPopularAdsRequest;
import org.adclicks.v1.ListPopularAdsResponse;

/**
 * Asks for the most clicked ad's count and for its place in the list, on and on: a recompute of
 * what was right changes neither at any moment.
 */
final class UnchangedWatch implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final QueryClient client;
  private final String ad;
  private final String from;
  private final String to;
  private final OnAndOn asker;
  private final Set<String> seen = new HashSet<>();
  private long asked;
  private long refused;

  UnchangedWatch(Endpoints endpoints, String ad, PastHours hours) {
    this.client = QueryClient.of(endpoints);
    this.ad = ad;
    this.from = hours.from().toString();
    this.to = hours.to().toString();
    this.asker = OnAndOn.start("unchanged-watch", PAUSE, this::ask);
  }

  private void ask() {
    try {
      long count =
          client
              .grpc()
              .getAggregatedCount(
                  GetAggregatedCountRequest.newBuilder()
                      .setAdId(ad)
                      .setFrom(from)
                      .setTo(to)
                      .build())
              .getCount();
      seen.add("count " + count);
      ListPopularAdsResponse list =
          client
              .grpc()
              .listPopularAds(
                  ListPopularAdsRequest.newBuilder().setCount(3).setFrom(from).setTo(to).build());
      seen.add("list " + list.getAdsList());
      asked += 2;
    } catch (StatusRuntimeException e) {
      refused++;
    }
  }

  /** Whether there were answers, all of this count and of one and the same list; once closed. */
  boolean isAlways(long clicks) {
    asker.requireWell();
    return asked > refused && seen.size() == 2 && seen.contains("count " + clicks);
  }

  /** How many answers there were; once closed. */
  long asked() {
    return asked;
  }

  /** How many questions had no answer; once closed. */
  long refused() {
    return refused;
  }

  /** All that was ever answered to both questions; once closed. */
  Set<String> seen() {
    return seen;
  }

  @Override
  public void close() {
    asker.close();
    client.close();
  }
}
