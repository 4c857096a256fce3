package org.adclicks.localstack.demo;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.protobuf.Message;
import io.grpc.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.adclicks.localstack.oracle.AdCount;
import org.adclicks.localstack.oracle.Question;
import org.adclicks.localstack.process.StackFailure;
import org.adclicks.v1.GetAggregatedCountRequest;
import org.adclicks.v1.GetAggregatedCountResponse;
import org.adclicks.v1.ListClicksPerMinuteRequest;
import org.adclicks.v1.ListPopularAdsRequest;
import org.adclicks.v1.ListPopularAdsResponse;
import org.adclicks.v1.MinuteClicks;
import org.adclicks.v1.PopularAd;
import org.jspecify.annotations.Nullable;

/** The oracle's questions put to the query service, and its answers in the oracle's words. */
public final class Answers {

  private static final int IN_FLIGHT = 64;

  private static final Set<Status.Code> TOO_MUCH =
      Set.of(
          Status.Code.DEADLINE_EXCEEDED, Status.Code.RESOURCE_EXHAUSTED, Status.Code.UNAVAILABLE);

  private final QueryClient client;
  private final Tally tally;

  Answers(QueryClient client, Tally tally) {
    this.client = client;
    this.tally = tally;
  }

  /** Asks all counts over gRPC, many at once; each answer goes to {@code each}. */
  void counts(List<Question> questions, BiConsumer<Question, Long> each) {
    many(
        questions,
        question -> client.manyGrpc().getAggregatedCount(countRequest(question)),
        (question, answer) -> each.accept(question, answer.getCount()));
  }

  /** Asks all lists over gRPC, many at once; each answer goes to {@code each}. */
  void tops(List<Question> questions, int n, BiConsumer<Question, List<AdCount>> each) {
    many(
        questions,
        question -> client.manyGrpc().listPopularAds(topRequest(question, n)),
        (question, answer) -> each.accept(question, ads(answer)));
  }

  /** Asks for the minutes of all ads over gRPC, many at once; each ad's go to {@code each}. */
  void minutes(
      List<String> ads,
      long fromMillis,
      long toMillis,
      BiConsumer<String, List<MinuteClicks>> each) {
    many(
        ads,
        ad ->
            client
                .manyGrpc()
                .listClicksPerMinute(
                    ListClicksPerMinuteRequest.newBuilder()
                        .setAdId(ad)
                        .setFrom(time(fromMillis))
                        .setTo(time(toMillis))
                        .build()),
        (ad, answer) -> each.accept(ad, answer.getMinutesList()));
  }

  /** Asks a count over gRPC and over REST, which must agree. */
  long countTwice(Question question) {
    GetAggregatedCountRequest request = countRequest(question);
    GetAggregatedCountResponse grpc = client.grpc().getAggregatedCount(request);
    GetAggregatedCountResponse rest =
        client
            .rest(
                "/v1/ads/" + QueryClient.escape(request.getAdId()) + "/aggregated_count",
                parameters(question),
                GetAggregatedCountResponse.newBuilder())
            .build();
    tally.compare("REST and gRPC: " + question, withoutAsOf(grpc), withoutAsOf(rest));
    return grpc.getCount();
  }

  /** Asks a list over gRPC and over REST, which must agree. */
  List<AdCount> topTwice(Question question, int n) {
    Map<String, String> parameters = parameters(question);
    parameters.put("count", String.valueOf(n));
    return ads(topTwice(topRequest(question, n), parameters));
  }

  /** Asks for the newest window of this length over gRPC and over REST. */
  ListPopularAdsResponse topOfWindow(String window, String filter) {
    return topTwice(
        ListPopularAdsRequest.newBuilder().setWindow(window).setFilter(filter).build(),
        Map.of("window", window, "filter", filter));
  }

  private ListPopularAdsResponse topTwice(
      ListPopularAdsRequest request, Map<String, String> parameters) {
    ListPopularAdsResponse grpc = client.grpc().listPopularAds(request);
    ListPopularAdsResponse rest =
        client.rest("/v1/ads/popular_ads", parameters, ListPopularAdsResponse.newBuilder()).build();
    // as_of moves between the two calls, and a relative window with it.
    if (grpc.getInterval().equals(rest.getInterval())) {
      tally.compare("REST and gRPC: " + parameters, withoutAsOf(grpc), withoutAsOf(rest));
    }
    return grpc;
  }

  /** The ads of a list. */
  public static List<AdCount> ads(ListPopularAdsResponse answer) {
    List<AdCount> ads = new ArrayList<>();
    for (PopularAd ad : answer.getAdsList()) {
      ads.add(new AdCount(ad.getAdId(), ad.getClicks()));
    }
    return ads;
  }

  /** A machine that is slow may refuse what is asked at once: that is asked again, one by one. */
  private static <Q, A> void many(List<Q> questions, Asking<Q, A> asking, BiConsumer<Q, A> each) {
    List<Q> refused = atOnce(questions, IN_FLIGHT, asking, each, Answers::isTooMuch);
    atOnce(refused, 1, asking, each, failure -> false);
  }

  private static boolean isTooMuch(Throwable failure) {
    return TOO_MUCH.contains(Status.fromThrowable(failure).getCode());
  }

  /** Returns what is to be asked again; behind a failure that is not, nothing more is asked. */
  private static <Q, A> List<Q> atOnce(
      List<Q> questions,
      int inFlight,
      Asking<Q, A> asking,
      BiConsumer<Q, A> each,
      Predicate<Throwable> isToBeAskedAgain) {
    Semaphore places = new Semaphore(inFlight);
    List<Throwable> failures = new ArrayList<>();
    List<Q> again = new ArrayList<>();
    try {
      for (Q question : questions) {
        places.acquire();
        synchronized (failures) {
          if (!failures.isEmpty()) {
            places.release();
            break;
          }
        }
        Futures.addCallback(
            asking.ask(question),
            new FutureCallback<A>() {
              @Override
              public void onSuccess(@Nullable A answer) {
                each.accept(question, Objects.requireNonNull(answer));
                places.release();
              }

              @Override
              public void onFailure(Throwable failure) {
                synchronized (failures) {
                  if (isToBeAskedAgain.test(failure)) {
                    again.add(question);
                  } else {
                    failures.add(new StackFailure(question + ": " + failure.getMessage(), failure));
                  }
                }
                places.release();
              }
            },
            MoreExecutors.directExecutor());
      }
      places.acquire(inFlight);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted", e);
    }
    synchronized (failures) {
      if (!failures.isEmpty()) {
        throw new StackFailure(
            failures.size()
                + " questions were not answered, first: "
                + failures.get(0).getMessage(),
            failures.get(0));
      }
      return List.copyOf(again);
    }
  }

  @FunctionalInterface
  private interface Asking<Q, A> {
    ListenableFuture<A> ask(Q question);
  }

  /**
   * A question about one ad.
   *
   * @throws IllegalArgumentException if it is of all
   */
  public static GetAggregatedCountRequest countRequest(Question question) {
    String ad = question.adId();
    if (ad == null) {
      throw new IllegalArgumentException("a count is of one ad: " + question);
    }
    return GetAggregatedCountRequest.newBuilder()
        .setAdId(ad)
        .setFrom(time(question.fromMillis()))
        .setTo(time(question.toMillis()))
        .setFilter(filter(question))
        .build();
  }

  /** The n most clicked ads of a question. */
  public static ListPopularAdsRequest topRequest(Question question, int n) {
    return ListPopularAdsRequest.newBuilder()
        .setCount(n)
        .setFrom(time(question.fromMillis()))
        .setTo(time(question.toMillis()))
        .setFilter(filter(question))
        .build();
  }

  private static Map<String, String> parameters(Question question) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("from", time(question.fromMillis()));
    parameters.put("to", time(question.toMillis()));
    parameters.put("filter", filter(question));
    return parameters;
  }

  static String filter(Question question) {
    List<String> parts = new ArrayList<>();
    question
        .filter()
        .forEach(
            (field, value) ->
                parts.add(
                    field + " = \"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\""));
    return String.join(" AND ", parts);
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  private static Message withoutAsOf(GetAggregatedCountResponse answer) {
    return answer.toBuilder().clearAsOf().clearState().build();
  }

  private static Message withoutAsOf(ListPopularAdsResponse answer) {
    return answer.toBuilder().clearAsOf().clearState().build();
  }
}
