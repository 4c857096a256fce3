package org.adclicks.pipeline.load;

import com.google.protobuf.Timestamp;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.adclicks.v1.AdClickQueryGrpc.AdClickQueryImplBase;
import org.adclicks.v1.ListMinutesRequest;
import org.adclicks.v1.ListMinutesResponse;
import org.adclicks.v1.Minute;

/** A query service that knows one minute, about which it gives the prepared answers in turn. */
final class ScriptedQueryService extends AdClickQueryImplBase implements AutoCloseable {

  private final Server server;
  private final String endpoint;
  private final long minuteMillis;
  private final List<Minute> answers;
  private final long asOfMillis;
  private final AtomicInteger asked = new AtomicInteger();
  private final List<String> spans = Collections.synchronizedList(new ArrayList<>());
  private volatile Runnable beforeAnswers = () -> {};

  ScriptedQueryService(long minuteMillis, long asOfMillis, List<Minute> answers)
      throws IOException {
    this.minuteMillis = minuteMillis;
    this.asOfMillis = asOfMillis;
    this.answers = List.copyOf(answers);
    this.server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(this)
            .build()
            .start();
    this.endpoint = "127.0.0.1:" + server.getPort();
  }

  String endpoint() {
    return endpoint;
  }

  /** What was asked for: "from..to" each. */
  List<String> spans() {
    return spans;
  }

  /** Does this whenever it is asked. */
  void beforeAnswers(Runnable deed) {
    beforeAnswers = deed;
  }

  @Override
  public void listMinutes(
      ListMinutesRequest request, StreamObserver<ListMinutesResponse> response) {
    beforeAnswers.run();
    spans.add(request.getFrom() + ".." + request.getTo());
    Minute answer = answers.get(Math.min(asked.getAndIncrement(), answers.size() - 1));
    // A neighbouring minute full of clicks: nobody asked about that one.
    response.onNext(
        ListMinutesResponse.newBuilder()
            .addMinutes(answer.toBuilder().setMinute(timestamp(minuteMillis)))
            .addMinutes(
                Minute.newBuilder().setMinute(timestamp(minuteMillis + 60_000)).setClicks(1_000))
            .setAsOf(timestamp(asOfMillis))
            .build());
    response.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private static Timestamp timestamp(long millis) {
    return Timestamp.newBuilder().setSeconds(Math.floorDiv(millis, 1_000)).build();
  }
}
