package org.adclicks.pipeline.load;

import com.google.protobuf.Timestamp;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.adclicks.pipeline.command.CommandFailure;
import org.adclicks.proto.client.ServiceKey;
import org.adclicks.proto.store.Periods;
import org.adclicks.v1.AdClickQueryGrpc;
import org.adclicks.v1.AdClickQueryGrpc.AdClickQueryBlockingStub;
import org.adclicks.v1.ListMinutesRequest;
import org.adclicks.v1.ListMinutesResponse;
import org.adclicks.v1.Minute;

/** Asks a query service over gRPC, a month at a time. */
final class GrpcMinutesService implements MinutesService, AutoCloseable {

  private static final int TIMEOUT_SECONDS = 30;

  /** As long as a store that was killed takes to come back. */
  private static final Duration AWAY = Duration.ofSeconds(90);

  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  private static final Set<Status.Code> PASSING =
      Set.of(
          Status.Code.UNAVAILABLE, Status.Code.RESOURCE_EXHAUSTED, Status.Code.DEADLINE_EXCEEDED);
  // A month is 44,640 minutes of some 60 bytes.
  private static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;

  /** The first anybody may ask about. */
  private static final long FIRST_MINUTE = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

  private final String endpoint;
  private final Duration away;
  private final ManagedChannel channel;
  private final AdClickQueryBlockingStub stub;

  private GrpcMinutesService(String endpoint, ManagedChannel channel, Duration away) {
    this.endpoint = endpoint;
    this.away = away;
    this.channel = channel;
    this.stub = AdClickQueryGrpc.newBlockingStub(channel);
  }

  static GrpcMinutesService connect(QueryTarget target) {
    return connect(target, AWAY);
  }

  /** Asks again for so long where the service cannot answer just now. */
  static GrpcMinutesService connect(QueryTarget target, Duration away) {
    String endpoint = target.address().toString();
    ManagedChannel channel =
        Grpc.newChannelBuilder(endpoint, target.access().credentials())
            .maxInboundMessageSize(MAX_ANSWER_BYTES)
            .intercept(target.access().key().map(ServiceKey::interceptor).stream().toList())
            .build();
    return new GrpcMinutesService(endpoint, channel, away);
  }

  @Override
  public Answered answered(TouchedMinutes minutes) throws CommandFailure {
    long asOfMillis = Long.MIN_VALUE;
    long clicks = 0;
    long duplicates = 0;
    long tooLate = 0;
    long everything = 0;
    // Without a touched minute there is still as_of to ask for.
    List<TouchedMinutes.Span> spans = minutes.spans();
    if (spans.isEmpty()) {
      spans = List.of(new TouchedMinutes.Span(FIRST_MINUTE, FIRST_MINUTE + Periods.MINUTE_MILLIS));
    }
    for (TouchedMinutes.Span span : spans) {
      ListMinutesResponse answer = list(span);
      if (answer.hasAsOf()) {
        asOfMillis = millis(answer.getAsOf());
      }
      for (Minute minute : answer.getMinutesList()) {
        everything +=
            minute.getClicks()
                + minute.getAds()
                + minute.getDuplicates()
                + minute.getTooLate()
                + minute.getRejected();
        if (minutes.contains(millis(minute.getMinute()))) {
          clicks += minute.getClicks();
          duplicates += minute.getDuplicates();
          tooLate += minute.getTooLate();
        }
      }
    }
    return new Answered(asOfMillis, clicks, duplicates, tooLate, everything);
  }

  private ListMinutesResponse list(TouchedMinutes.Span span) throws CommandFailure {
    ListMinutesRequest request =
        ListMinutesRequest.newBuilder()
            .setFrom(Long.toString(span.fromMillis()))
            .setTo(Long.toString(span.toMillis()))
            .build();
    long giveUpNanos = System.nanoTime() + away.toNanos();
    while (true) {
      try {
        return stub.withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .withWaitForReady()
            .listMinutes(request);
      } catch (StatusRuntimeException e) {
        // A part of the stack that died is started again meanwhile.
        boolean mayPass = PASSING.contains(e.getStatus().getCode());
        if (!mayPass || System.nanoTime() >= giveUpNanos) {
          throw CommandFailure.work(
              "the query service at " + endpoint + " does not answer: " + CommandFailure.reason(e));
        }
        LockSupport.parkNanos(ASK_AGAIN.toNanos());
      }
    }
  }

  private static long millis(Timestamp timestamp) {
    return timestamp.getSeconds() * 1000 + timestamp.getNanos() / 1_000_000;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
