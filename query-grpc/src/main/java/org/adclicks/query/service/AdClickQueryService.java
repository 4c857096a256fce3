package org.adclicks.query.service;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.adclicks.click.FieldText;
import org.adclicks.click.Ids;
import org.adclicks.click.Rejection;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.RestatedHours;
import org.adclicks.query.question.Filter;
import org.adclicks.query.question.IntervalRequest;
import org.adclicks.query.question.InvalidRequestException;
import org.adclicks.query.question.MinuteInterval;
import org.adclicks.query.question.Progress;
import org.adclicks.query.question.ProtoTime;
import org.adclicks.query.question.Question;
import org.adclicks.query.question.Standing;
import org.adclicks.query.store.ClickStore;
import org.adclicks.query.store.CountedSpans;
import org.adclicks.query.store.KeptPart;
import org.adclicks.query.store.StoredTable;
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
 * threads; no longer than anybody waits for them, and no longer than is allowed.
 *
 * <p>Errors: thrown, and turned into a status by {@link QueryErrors}.
 */
final class AdClickQueryService extends AdClickQueryGrpc.AdClickQueryImplBase {

  static final Duration LONGEST_COUNT = Duration.ofDays(731);
  static final Duration LONGEST_BY_USER_OR_IP = Duration.ofDays(31);
  static final Duration LONGEST_PER_MINUTE = Duration.ofHours(24);
  static final Duration LONGEST_MINUTES = Duration.ofDays(31);

  private final ClickStore store;
  private final Duration longestAnswer;
  private final ClickCounter counted;
  private final PopularAdsAnswer popular;

  /** Questions take no longer than {@code longestAnswer}. */
  AdClickQueryService(ClickStore store, Admission admission, Duration longestAnswer) {
    this.store = store;
    this.longestAnswer = longestAnswer;
    this.counted = new ClickCounter(store, admission);
    this.popular = new PopularAdsAnswer(store, admission);
  }

  @Override
  public void getAggregatedCount(
      GetAggregatedCountRequest request, StreamObserver<GetAggregatedCountResponse> answers) {
    answer(answers, () -> aggregatedCount(request));
  }

  @Override
  public void listPopularAds(
      ListPopularAdsRequest request, StreamObserver<ListPopularAdsResponse> answers) {
    answer(answers, () -> popular.answer(request));
  }

  @Override
  public void listClicksPerMinute(
      ListClicksPerMinuteRequest request, StreamObserver<ListClicksPerMinuteResponse> answers) {
    answer(answers, () -> clicksPerMinute(request));
  }

  @Override
  public void listMinutes(ListMinutesRequest request, StreamObserver<ListMinutesResponse> answers) {
    answer(answers, () -> minutes(request));
  }

  private GetAggregatedCountResponse aggregatedCount(GetAggregatedCountRequest request) {
    String adId = adId(request.getAdId());
    Filter filter = Caller.filter(request.getFilter());
    IntervalRequest wanted =
        new IntervalRequest(request.getFrom(), request.getTo(), Duration.ofMinutes(1));
    Duration longest = filter.needsClickIndex() ? LONGEST_BY_USER_OR_IP : LONGEST_COUNT;
    wanted.requireReadable(longest);
    Reach reach = Reach.of(store, filter, request.getIncludeOpen(), request.getTo());
    long dataFrom = reach.dataFrom(StoredTable.of(filter));
    MinuteInterval interval = reach.resolve(wanted, dataFrom, longest);
    Reach.Cut cut = reach.cut(interval);
    GetAggregatedCountResponse.Builder answer =
        GetAggregatedCountResponse.newBuilder()
            .setAdId(adId)
            .setCount(counted.total(adId, filter, cut, reach))
            .setInterval(interval.toProto())
            .setFilter(filter.canonical())
            .setState(reach.state(interval))
            .setRestated(reach.isRestated(interval))
            .setDataFrom(ProtoTime.of(dataFrom));
    reach.asOf().ifPresent(answer::setAsOf);
    reach.countedThrough(cut).ifPresent(answer::setCountedThrough);
    return answer.build();
  }

  private ListClicksPerMinuteResponse clicksPerMinute(ListClicksPerMinuteRequest request) {
    String adId = adId(request.getAdId());
    Filter filter = Caller.filter(request.getFilter());
    IntervalRequest wanted =
        new IntervalRequest(request.getFrom(), request.getTo(), Duration.ofHours(1));
    wanted.requireReadable(LONGEST_PER_MINUTE);
    Reach reach = Reach.of(store, filter, request.getIncludeOpen(), request.getTo());
    long dataFrom = reach.dataFrom(StoredTable.of(filter));
    MinuteInterval interval = reach.resolve(wanted, dataFrom, LONGEST_PER_MINUTE);
    Reach.Cut cut = reach.cut(interval);
    Map<Long, Long> clicks = counted.perMinute(adId, filter, cut, reach);
    ListClicksPerMinuteResponse.Builder answer =
        ListClicksPerMinuteResponse.newBuilder()
            .setAdId(adId)
            .setInterval(interval.toProto())
            .setFilter(filter.canonical())
            .setState(reach.state(interval))
            .setRestated(reach.isRestated(interval))
            .setDataFrom(ProtoTime.of(dataFrom));
    reach.asOf().ifPresent(answer::setAsOf);
    reach.countedThrough(cut).ifPresent(answer::setCountedThrough);
    for (long minute = interval.fromMillis();
        minute < interval.toMillis();
        minute += Periods.MINUTE_MILLIS) {
      answer.addMinutes(
          MinuteClicks.newBuilder()
              .setMinute(ProtoTime.of(minute))
              .setClicks(clicks.getOrDefault(minute, 0L)));
    }
    return answer.build();
  }

  /**
   * Says what is known, so nothing of it is out of range. Nothing is called closed here before
   * every other question can be asked about it.
   */
  private ListMinutesResponse minutes(ListMinutesRequest request) {
    Progress landed = store.minutes().progress();
    RestatedHours restated = store.restated().hours(landed);
    CountedSpans spans = store.counted().spans(landed);
    Progress progress = spans.isEmpty() ? Progress.NONE : landed;
    Standing standing = new Standing(progress.asOfMillis(), spans.finals());
    MinuteInterval interval =
        new IntervalRequest(request.getFrom(), request.getTo(), Duration.ofMinutes(10))
            .resolve(progress, Long.MIN_VALUE, LONGEST_MINUTES);
    ListMinutesResponse.Builder answer =
        ListMinutesResponse.newBuilder()
            .addAllMinutes(store.minutes().minutes(interval, standing, restated))
            .setInterval(interval.toProto());
    progress.asOf().ifPresent(answer::setAsOf);
    if (!spans.isEmpty()) {
      answer.setDataFrom(ProtoTime.of(spans.newestFromMillis(KeptPart.CELLS)));
    }
    return answer.build();
  }

  /** Without the blanks around it, as a click's is. */
  private static String adId(String text) {
    String adId = FieldText.trimmed(text);
    Rejection notAnId = Ids.check("", adId);
    if (notAnId != null) {
      // Whoever reads it is told the field's name already.
      throw new InvalidRequestException("ad_id", notAnId.detail().strip());
    }
    return adId;
  }

  private <T> void answer(StreamObserver<T> answers, Supplier<T> work) {
    ServiceRequestContext context = ServiceRequestContext.current();
    long waitedNanos = System.nanoTime() - context.log().partial().requestStartTimeNanos();
    Question question = Question.lasting(longestAnswer.minusNanos(waitedNanos));
    question.endWith(context.whenRequestCancelling());
    T answer = question.run(work);
    answers.onNext(answer);
    answers.onCompleted();
  }
}
