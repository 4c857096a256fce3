package org.adclicks.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datastax.oss.driver.api.core.CqlSession;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.adclicks.localstack.CassandraProcess;
import org.adclicks.v1.GetAggregatedCountRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service while its store goes away and comes back. */
class StoreOutageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Test
  void saysTheStoreIsAwayAndAnswersAgainOnceItIsBack(@TempDir Path folder) {
    CassandraProcess cassandra = CassandraProcess.start(folder);
    int port = cassandra.port();
    try (CqlSession session = SharedCassandra.keyspace(cassandra.address(), "outage");
        RunningService service = new RunningService(session)) {
      await(() -> service.get("/healthz").statusCode() == 200);
      cassandra.close();

      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(() -> service.ask(question()))
          .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE))
          .withMessageContaining("Cassandra");
      await(() -> service.get("/healthz").statusCode() == 503);

      cassandra = CassandraProcess.start(folder, port);
      await(() -> service.get("/healthz").statusCode() == 200);
      assertThat(service.ask(question()).getClicks()).isZero();
    } finally {
      cassandra.close();
    }
  }

  private static GetAggregatedCountRequest.Builder question() {
    return GetAggregatedCountRequest.newBuilder().setAdId("ad1").setFrom("0").setTo("60000");
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
