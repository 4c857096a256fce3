package org.adclicks.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.datastax.oss.driver.api.core.CqlSession;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.adclicks.localstack.server.CassandraProcess;
import org.adclicks.query.question.Question;
import org.adclicks.v1.AdClickQueryGrpc;
import org.adclicks.v1.GetAggregatedCountRequest;
import org.adclicks.v1.GetAggregatedCountResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The service while its store goes away, or does not answer, and comes back. */
class StoreOutageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  @Test
  void saysTheStoreIsAwayAndAnswersAgainOnceItIsBack(@TempDir Path folder) throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(log);
    Set<ProcessHandle> others = ProcessHandle.current().children().collect(Collectors.toSet());
    CassandraProcess cassandra = CassandraProcess.start(folder);
    ProcessHandle process =
        ProcessHandle.current()
            .children()
            .filter(child -> !others.contains(child))
            .findAny()
            .orElseThrow();
    int port = cassandra.port();
    try (CqlSession session = SharedCassandra.keyspace(cassandra.address(), "outage");
        RunningService service = new RunningService(session, LONGEST)) {
      TestStore store = new TestStore(session, List.of());
      long end = Instant.parse("2026-11-23T10:00:00Z").toEpochMilli();
      store.progress(end, end);
      store.counted(Instant.parse("2000-01-01T00:00:00Z").toEpochMilli(), end, "");
      await(() -> service.get("/healthz").statusCode() == 200);
      givesUpOnAStoreThatIsSilent(process, service);
      assertThat(service.ask(question()).getCount()).isZero();
      finishesWhatRunsWhenItStops(process, session);

      cassandra.close();
      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(() -> service.ask(question()))
          .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE))
          .withMessageContaining("Cassandra");
      await(() -> service.get("/healthz").statusCode() == 503);

      cassandra = CassandraProcess.start(folder, port);
      await(() -> service.get("/healthz").statusCode() == 200);
      assertThat(service.ask(question()).getCount()).isZero();
    } finally {
      cassandra.close();
      root.detachAppender(log);
    }
    assertThat(log.list)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEmpty();
  }

  private static void givesUpOnAStoreThatIsSilent(ProcessHandle cassandra, RunningService service)
      throws Exception {
    signal(cassandra, "STOP");
    try {
      Instant begin = Instant.now();
      HttpResponse<String> answer =
          service.get(
              "/v1/ads/ad1/aggregated_count?from=2000-01-01T00:00:00Z"
                  + "&to=2000-01-01T00:01:00Z");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
      assertThat(answer.headers().firstValue("retry-after")).isPresent();
      assertThat(Duration.between(begin, Instant.now())).isLessThan(LONGEST.plusSeconds(1));
      await(() -> service.get("/healthz").statusCode() == 503);
      assertThat(Duration.between(begin, Instant.now())).isLessThan(LONGEST.plusSeconds(2));
      begin = Instant.now();
      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(
              () ->
                  AdClickQueryGrpc.newBlockingStub(service.channel())
                      .getAggregatedCount(question().build()))
          .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE))
          .satisfies(
              e ->
                  assertThat(StatusProto.fromThrowable(e).getDetailsList())
                      .anyMatch(detail -> detail.is(RetryInfo.class)));
      assertThat(Duration.between(begin, Instant.now())).isLessThan(LONGEST.plusSeconds(1));
    } finally {
      signal(cassandra, "CONT");
    }
    await(() -> service.get("/healthz").statusCode() == 200);
  }

  private static void finishesWhatRunsWhenItStops(ProcessHandle cassandra, CqlSession session)
      throws Exception {
    try (RunningService stopping = new RunningService(session, Duration.ofSeconds(5))) {
      await(() -> stopping.get("/healthz").statusCode() == 200);
      signal(cassandra, "STOP");
      ListenableFuture<GetAggregatedCountResponse> running;
      CompletableFuture<Void> stopped;
      try {
        running =
            AdClickQueryGrpc.newFutureStub(stopping.channel())
                .getAggregatedCount(question().build());
        await(() -> isQuestionUnderWay());
        stopped = stopping.stop();
        ListenableFuture<GetAggregatedCountResponse> late =
            AdClickQueryGrpc.newFutureStub(stopping.channel())
                .getAggregatedCount(question().build());
        assertThatExceptionOfType(ExecutionException.class)
            .isThrownBy(late::get)
            .satisfies(
                e ->
                    assertThat(Status.fromThrowable(e).getCode())
                        .isEqualTo(Status.Code.UNAVAILABLE));
      } finally {
        signal(cassandra, "CONT");
      }
      assertThat(running.get().getCount()).isZero();
      stopped.join();
    }
  }

  private static boolean isQuestionUnderWay() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(frame -> frame.getClassName().equals(Question.class.getName()));
  }

  private static void signal(ProcessHandle cassandra, String name)
      throws IOException, InterruptedException {
    String pid = Long.toString(cassandra.pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  private static GetAggregatedCountRequest.Builder question() {
    return GetAggregatedCountRequest.newBuilder()
        .setAdId("ad1")
        .setFrom("2000-01-01T00:00:00Z")
        .setTo("2000-01-01T00:01:00Z");
  }

  /** Polls until the condition holds. */
  static void await(BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("waited long enough").isBefore(deadline);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}
