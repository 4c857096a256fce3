package org.adclicks.pipeline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.adclicks.access.HostPort;
import org.adclicks.pipeline.command.CommandFailure;
import org.adclicks.proto.client.ServiceAccess;
import org.adclicks.v1.AdClickQueryGrpc.AdClickQueryImplBase;
import org.adclicks.v1.ListMinutesRequest;
import org.adclicks.v1.ListMinutesResponse;
import org.junit.jupiter.api.Test;

class GrpcMinutesServiceTest {

  @Test
  void asksAgainWhileTheServiceCannotReadItsStore() throws Exception {
    try (Service service = new Service(Status.UNAVAILABLE, 1);
        GrpcMinutesService asked = service.connect(Duration.ofMinutes(1))) {
      assertThat(asked.answered(new TouchedMinutes()).asOfMillis()).isEqualTo(Long.MIN_VALUE);
      assertThat(service.questions.get()).isEqualTo(2);
    }
  }

  @Test
  void givesUpInOneLine() throws Exception {
    try (Service service = new Service(Status.UNAVAILABLE, Integer.MAX_VALUE);
        GrpcMinutesService asked = service.connect(Duration.ZERO)) {
      assertThatThrownBy(() -> asked.answered(new TouchedMinutes()))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("does not answer")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void doesNotAskAgainWhatIsRefusedForGood() throws Exception {
    try (Service service = new Service(Status.INVALID_ARGUMENT, 1);
        GrpcMinutesService asked = service.connect(Duration.ofMinutes(1))) {
      assertThatThrownBy(() -> asked.answered(new TouchedMinutes()))
          .isInstanceOf(CommandFailure.class);
      assertThat(service.questions.get()).isEqualTo(1);
    }
  }

  /** Refuses the first questions. */
  private static final class Service extends AdClickQueryImplBase implements AutoCloseable {

    private final AtomicInteger questions = new AtomicInteger();
    private final Status refusal;
    private final int refused;
    private final Server server;

    Service(Status refusal, int refused) throws IOException {
      this.refusal = refusal;
      this.refused = refused;
      this.server =
          Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
              .addService(this)
              .build()
              .start();
    }

    GrpcMinutesService connect(Duration away) {
      HostPort here = new HostPort("127.0.0.1", server.getPort());
      return GrpcMinutesService.connect(
          new QueryTarget(
              here, new ServiceAccess(InsecureChannelCredentials.create(), Optional.empty())),
          away);
    }

    @Override
    public void listMinutes(
        ListMinutesRequest request, StreamObserver<ListMinutesResponse> response) {
      if (questions.incrementAndGet() <= refused) {
        response.onError(refusal.asRuntimeException());
        return;
      }
      response.onNext(ListMinutesResponse.getDefaultInstance());
      response.onCompleted();
    }

    @Override
    public void close() {
      server.shutdownNow();
    }
  }
}
