package org.adclicks.query;

import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.adclicks.proto.store.Periods;
import org.adclicks.v1.AdClickQueryGrpc;
import org.adclicks.v1.GetAggregatedCountRequest;
import org.adclicks.v1.GetAggregatedCountResponse;
import org.adclicks.v1.ListClicksPerMinuteRequest;
import org.adclicks.v1.ListClicksPerMinuteResponse;
import org.adclicks.v1.ListMinutesRequest;
import org.adclicks.v1.ListMinutesResponse;
import org.adclicks.v1.ListPopularAdsRequest;
import org.adclicks.v1.ListPopularAdsResponse;
import org.adclicks.v1.MinuteClicks;

/**
 * The calls of {@code adclicks.v1.AdClickQuery}. They wait for the store, so they run on blocking
 * threads.
 *
 * <p>Errors: thrown, and turned into a status by {@link QueryErrors}.
 */
final class AdClickQueryService extends AdClickQueryGrpc.AdClickQueryImplBase {

  static final Duration LONGEST_COUNT = Duration.ofDays(400);
  static final Duration LONGEST_BY_USER_OR_IP = Duration.ofDays(31);
  static final Duration LONGEST_PER_MINUTE = Duration.ofHours(24);
  static final Duration LONGEST_MINUTES = Duration.ofDays(31);
  private static final int MAX_ID_BYTES = 256;

  private final ClickStore store;
  private final CountedClicks counted;
  private final PopularAds popular;

  AdClickQueryService(ClickStore store, PopularAds popular) {
    this.store = store;
    this.counted = new CountedClicks(store);
    this.popular = popular;
  }

  @Override
  public void getAggregatedCount(
      GetAggregatedCountRequest request, StreamObserver<GetAggregatedCountResponse> answers) {
    requireAdId(request.getAdId());
    Filter filter = FilterParser.parse(request.getFilter());
    Progress progress = store.minutes().progress();
    MinuteInterval interval =
        new IntervalRequest(request.getFrom(), request.getTo(), Duration.ofMinutes(1))
            .resolve(progress, filter.needsClickIndex() ? LONGEST_BY_USER_OR_IP : LONGEST_COUNT);
    GetAggregatedCountResponse.Builder answer =
        GetAggregatedCountResponse.newBuilder()
            .setAdId(request.getAdId())
            .setClicks(counted.total(request.getAdId(), filter, interval, progress))
            .setInterval(interval.toProto())
            .setFilter(filter.canonical())
            .setState(store.minutes().state(interval, progress));
    progress.asOf().ifPresent(answer::setAsOf);
    send(answers, answer.build());
  }

  @Override
  public void listPopularAds(
      ListPopularAdsRequest request, StreamObserver<ListPopularAdsResponse> answers) {
    send(answers, popular.answer(request));
  }

  @Override
  public void listClicksPerMinute(
      ListClicksPerMinuteRequest request, StreamObserver<ListClicksPerMinuteResponse> answers) {
    requireAdId(request.getAdId());
    Filter filter = FilterParser.parse(request.getFilter());
    Progress progress = store.minutes().progress();
    MinuteInterval interval =
        new IntervalRequest(request.getFrom(), request.getTo(), Duration.ofHours(1))
            .resolve(progress, LONGEST_PER_MINUTE);
    Map<Long, Long> clicks = counted.perMinute(request.getAdId(), filter, interval);
    ListClicksPerMinuteResponse.Builder answer =
        ListClicksPerMinuteResponse.newBuilder()
            .setAdId(request.getAdId())
            .setInterval(interval.toProto())
            .setFilter(filter.canonical())
            .setState(store.minutes().state(interval, progress));
    for (long minute = interval.fromMillis();
        minute < interval.toMillis();
        minute += Periods.MINUTE_MILLIS) {
      answer.addMinutes(
          MinuteClicks.newBuilder()
              .setMinute(ProtoTime.of(minute))
              .setClicks(clicks.getOrDefault(minute, 0L)));
    }
    progress.asOf().ifPresent(answer::setAsOf);
    send(answers, answer.build());
  }

  @Override
  public void listMinutes(ListMinutesRequest request, StreamObserver<ListMinutesResponse> answers) {
    Progress progress = store.minutes().progress();
    MinuteInterval interval =
        new IntervalRequest(request.getFrom(), request.getTo(), Duration.ofMinutes(10))
            .resolve(progress, LONGEST_MINUTES);
    ListMinutesResponse.Builder answer =
        ListMinutesResponse.newBuilder()
            .addAllMinutes(store.minutes().minutes(interval, progress))
            .setInterval(interval.toProto());
    progress.asOf().ifPresent(answer::setAsOf);
    send(answers, answer.build());
  }

  private static void requireAdId(String adId) {
    if (adId.isEmpty()) {
      throw new InvalidRequestException("ad_id", "must not be empty");
    }
    if (adId.getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES) {
      throw new InvalidRequestException("ad_id", "is longer than " + MAX_ID_BYTES + " bytes");
    }
  }

  private static <T> void send(StreamObserver<T> answers, T answer) {
    answers.onNext(answer);
    answers.onCompleted();
  }
}
