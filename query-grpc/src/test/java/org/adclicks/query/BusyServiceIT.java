package org.adclicks.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.adclicks.query.question.Question;
import org.adclicks.query.top.AdClicks;
import org.adclicks.v1.AdClickQueryGrpc;
import org.adclicks.v1.GetAggregatedCountRequest;
import org.adclicks.v1.ListPopularAdsRequest;
import org.adclicks.v1.ListPopularAdsResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many clients with expensive questions, who do not wait for the answer. */
class BusyServiceIT {

  private static final int CLIENTS = 210;
  private static final FilledHour HOUR =
      new FilledHour(Instant.parse("2026-11-23T10:00:00Z").toEpochMilli(), 4_000, 4_000);
  private static CqlSession session;
  private static RunningService service;
  private static Map<String, Long> totals;

  @BeforeAll
  static void start() {
    session = SharedCassandra.keyspace("busy");
    totals = HOUR.write(session);
    service = new RunningService(session);
  }

  @AfterAll
  static void stop() {
    service.close();
    session.close();
  }

  @Test
  void ranksAWholeHourExactly() {
    for (int count : new int[] {1, 100, 1000}) {
      assertThat(RunningService.ranked(service.ask(hour(count))))
          .isEqualTo(AdClicks.top(count, totals));
    }
  }

  @Test
  void answersACountWhileManyAskForMuchAndHangUp() {
    long idle = medianCountNanos(40);
    List<ListenableFuture<ListPopularAdsResponse>> asked = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      asked.add(
          AdClickQueryGrpc.newFutureStub(service.channel()).listPopularAds(hour(1000).build()));
    }
    long busy = medianCountNanos(20);
    asked.forEach(answer -> answer.cancel(true));
    long after = medianCountNanos(20);
    assertThat(Duration.ofNanos(busy))
        .as("idle it takes %s", Duration.ofNanos(idle))
        .isLessThan(Duration.ofNanos(Math.max(5 * idle, Duration.ofMillis(150).toNanos())));
    assertThat(Duration.ofNanos(after)).isLessThan(Duration.ofMillis(150));
    assertNobodyWorksSoon();
  }

  @Test
  void stopsWhenAConnectionIsClosed() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port());
      socket
          .getOutputStream()
          .write(
              ("GET /v1/ads/popular_ads?count=1000&from=2026-11-23T10:00:00Z"
                      + "&to=2026-11-23T11:00:00Z HTTP/1.1\r\nHost: localhost\r\n\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      sockets.add(socket);
    }
    for (Socket socket : sockets) {
      socket.close();
    }
    assertNobodyWorksSoon();
    assertThat(service.get("/v1/ads/ad1/aggregated_count").statusCode()).isEqualTo(200);
  }

  @Test
  void saysWhenToAskAgain() throws InterruptedException {
    List<ListenableFuture<ListPopularAdsResponse>> asked = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      asked.add(
          AdClickQueryGrpc.newFutureStub(service.channel()).listPopularAds(hour(1000).build()));
    }
    int refused = 0;
    for (ListenableFuture<ListPopularAdsResponse> answer : asked) {
      try {
        assertThat(RunningService.ranked(answer.get())).isEqualTo(AdClicks.top(1000, totals));
      } catch (ExecutionException e) {
        assertThat(Status.fromThrowable(e).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(StatusProto.fromThrowable(e).getDetailsList())
            .anyMatch(detail -> detail.is(RetryInfo.class));
        refused++;
      }
    }
    assertThat(refused).isPositive().isLessThan(CLIENTS);
  }

  /** Not later than two seconds from now no thread works on a question. */
  private static void assertNobodyWorksSoon() {
    Instant deadline = Instant.now().plusSeconds(2);
    while (isAnybodyWorking()) {
      assertThat(Instant.now()).as("a thread still works").isBefore(deadline);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static boolean isAnybodyWorking() {
    return Thread.getAllStackTraces().values().stream()
        .anyMatch(
            trace ->
                Arrays.stream(trace)
                    .anyMatch(frame -> frame.getClassName().equals(Question.class.getName())));
  }

  private static long medianCountNanos(int times) {
    long[] nanos = new long[times];
    for (int i = 0; i < times; i++) {
      long begin = System.nanoTime();
      AdClickQueryGrpc.newBlockingStub(service.channel())
          .getAggregatedCount(
              GetAggregatedCountRequest.newBuilder().setAdId("ad" + (i + 1)).build());
      nanos[i] = System.nanoTime() - begin;
    }
    Arrays.sort(nanos);
    return nanos[times / 2];
  }

  private static ListPopularAdsRequest.Builder hour(int count) {
    return ListPopularAdsRequest.newBuilder()
        .setCount(count)
        .setFrom("2026-11-23T10:00:00Z")
        .setTo("2026-11-23T11:00:00Z");
  }
}
