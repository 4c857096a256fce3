package org.adclicks.localstack.command;

import com.google.protobuf.util.Timestamps;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.demo.QueryClient;
import org.adclicks.localstack.process.StackFailure;
import org.adclicks.localstack.secure.StackSecurity;
import org.adclicks.localstack.server.TopicEnds;
import org.adclicks.v1.ListMinutesRequest;
import org.adclicks.v1.ListMinutesResponse;

/**
 * Asks the query service how far it is, as its users would.
 *
 * <p>State: what was seen so far.
 */
final class ProgressWatch implements AutoCloseable {

  private static final int DEADLINE_SECONDS = 10;

  private final Endpoints endpoints;
  private final QueryClient client;
  private Progress progress = Progress.unknown(Instant.now());

  ProgressWatch(Endpoints endpoints) {
    this.endpoints = endpoints;
    this.client = QueryClient.of(endpoints);
  }

  /** What is to be seen now. */
  Progress look() {
    try {
      client.reconnect();
      Optional<Instant> asOf = asOf();
      // Kafka is asked only as long as there is no other sign of what has come in.
      progress = progress.seen(asOf, asOf.isPresent() ? 0 : uncounted(), Instant.now());
    } catch (StatusRuntimeException e) {
      progress = progress.notSeen(unanswered(e), Instant.now());
    } catch (StackFailure e) {
      progress = progress.notSeen(String.valueOf(e.getMessage()), Instant.now());
    }
    return progress;
  }

  /** In one line, what a failed call to the query service means. */
  static String unanswered(StatusRuntimeException e) {
    String said = e.getStatus().getDescription();
    return "the query service does not answer: "
        + e.getStatus().getCode()
        + (said == null ? "" : ", " + said.lines().findFirst().orElse(""));
  }

  private Optional<Instant> asOf() {
    try {
      ListMinutesResponse answer =
          client
              .grpc()
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .listMinutes(ListMinutesRequest.getDefaultInstance());
      return answer.hasAsOf()
          ? Optional.of(Instant.ofEpochMilli(Timestamps.toMillis(answer.getAsOf())))
          : Optional.empty();
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.FAILED_PRECONDITION) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private long uncounted() {
    TopicEnds ends =
        TopicEnds.at(endpoints.kafkaBootstrap(), endpoints.kafkaConfig(StackSecurity.KAFKA_LOADER));
    long clicks = ends.records(Endpoints.CLICKS_TOPIC);
    return clicks == 0 ? 0 : Math.max(0, clicks - ends.records(Endpoints.REJECTED_TOPIC));
  }

  @Override
  public void close() {
    client.close();
  }
}
