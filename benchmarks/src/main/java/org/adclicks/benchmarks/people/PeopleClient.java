package org.adclicks.benchmarks.people;

import com.google.protobuf.util.Timestamps;
import io.grpc.StatusRuntimeException;
import java.util.List;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.demo.Answers;
import org.adclicks.localstack.demo.QueryClient;
import org.adclicks.localstack.oracle.AdCount;
import org.adclicks.localstack.oracle.Question;
import org.adclicks.v1.GetAggregatedCountResponse;
import org.adclicks.v1.ListMinutesRequest;
import org.adclicks.v1.ListPopularAdsResponse;

/**
 * The service, asked what the oracle is asked.
 *
 * <p>Errors: {@link StatusRuntimeException}.
 */
final class PeopleClient implements AutoCloseable {

  /** More ads than anybody has clicked, but for the hot user; as many as may be asked for. */
  static final int MOST_ADS = 1_000;

  private final QueryClient client;

  PeopleClient(Endpoints endpoints) {
    this.client = QueryClient.of(endpoints);
  }

  Answered ask(Question question) {
    String ad = question.adId();
    if (ad != null) {
      GetAggregatedCountResponse answer =
          client.grpc().getAggregatedCount(Answers.countRequest(question));
      List<AdCount> clicked =
          answer.getCount() == 0 ? List.of() : List.of(new AdCount(ad, answer.getCount()));
      return new Answered(question, clicked, answer.getState());
    }
    ListPopularAdsResponse answer =
        client.grpc().listPopularAds(Answers.topRequest(question, MOST_ADS));
    return new Answered(question, Answers.ads(answer), answer.getState());
  }

  /** The first millisecond that is not complete yet. */
  long asOfMillis() {
    return Timestamps.toMillis(
        client.grpc().listMinutes(ListMinutesRequest.getDefaultInstance()).getAsOf());
  }

  @Override
  public void close() {
    client.close();
  }
}
