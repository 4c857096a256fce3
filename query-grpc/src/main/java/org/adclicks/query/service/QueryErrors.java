package org.adclicks.query.service;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.linecorp.armeria.common.ClosedSessionException;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.grpc.GrpcExceptionHandlerFunction;
import com.linecorp.armeria.common.stream.AbortedStreamException;
import com.linecorp.armeria.common.stream.CancelledSubscriptionException;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.server.RequestCancellationException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.protobuf.ProtoUtils;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.adclicks.query.question.InvalidRequestException;
import org.adclicks.query.question.NothingCountedException;
import org.adclicks.query.question.OpenNotKeptException;
import org.adclicks.query.question.OpenRowsMissingException;
import org.adclicks.query.question.OutOfRangeException;
import org.adclicks.query.question.QuestionEndedException;
import org.adclicks.query.question.TooBusyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one mapping of exceptions to statuses, for gRPC and REST alike. */
final class QueryErrors implements GrpcExceptionHandlerFunction {

  private static final Logger LOGGER = LoggerFactory.getLogger(QueryErrors.class);

  private static final Metadata.Key<com.google.rpc.Status> DETAILS =
      Metadata.Key.of(
          "grpc-status-details-bin",
          ProtoUtils.metadataMarshaller(com.google.rpc.Status.getDefaultInstance()));

  private static final int RETRY_STORE_SECONDS = 2;
  private static final int RETRY_BUSY_SECONDS = 1;

  /** By then what holds has been read anew. */
  private static final int RETRY_OPEN_SECONDS = 2;

  private static final long SAY_AGAIN_NANOS = Duration.ofSeconds(10).toNanos();

  private final AtomicLong saidNanos = new AtomicLong(System.nanoTime() - SAY_AGAIN_NANOS);

  @Override
  public Status apply(RequestContext context, Status status, Throwable cause, Metadata metadata) {
    Throwable root =
        cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
    Optional<Problem> problem = problem(status, root);
    if (problem.isEmpty()) {
      return status;
    }
    if (root instanceof ForbiddenException && context instanceof ServiceRequestContext asked) {
      Audit.refused(asked, problem.get().code());
    }
    metadata.put(DETAILS, problem.get().toStatus());
    return problem.get().code().toStatus().withDescription(problem.get().message());
  }

  private Optional<Problem> problem(Status status, Throwable root) {
    if (root instanceof InvalidRequestException invalid) {
      return Optional.of(Problem.of(invalid));
    }
    if (root instanceof OutOfRangeException outOfRange) {
      return Optional.of(Problem.of(outOfRange));
    }
    if (root instanceof NothingCountedException) {
      return Optional.of(Problem.of(Code.FAILED_PRECONDITION, text(root), "NOTHING_COUNTED"));
    }
    if (root instanceof OpenNotKeptException) {
      return Optional.of(Problem.of(Code.FAILED_PRECONDITION, text(root), "OPEN_NOT_KEPT"));
    }
    if (root instanceof OpenRowsMissingException) {
      return Optional.of(
          Problem.passing(Code.UNAVAILABLE, text(root), "OPEN_MISSING", RETRY_OPEN_SECONDS));
    }
    if (root instanceof ForbiddenException) {
      return Optional.of(Problem.of(Code.PERMISSION_DENIED, text(root), "SCOPE"));
    }
    if (root instanceof TooBusyException) {
      return Optional.of(
          Problem.passing(Code.RESOURCE_EXHAUSTED, text(root), "TOO_BUSY", RETRY_BUSY_SECONDS));
    }
    if (root instanceof QuestionEndedException ended) {
      return Optional.of(
          switch (ended.reason()) {
            case HUNG_UP -> Problem.of(Code.CANCELLED, text(ended), "HUNG_UP");
            case TOO_SLOW -> Problem.of(Code.DEADLINE_EXCEEDED, text(ended), "TOO_SLOW");
            case STORE_SILENT -> storeAway(ended);
          });
    }
    if (root instanceof ClosedSessionException
        || root instanceof ClosedStreamException
        || root instanceof AbortedStreamException
        || root instanceof CancelledSubscriptionException
        || root instanceof RequestCancellationException) {
      return Optional.of(Problem.of(Code.CANCELLED, "nobody waits for the answer", "HUNG_UP"));
    }
    if (root instanceof ContentTooLargeException) {
      return Optional.of(
          Problem.of(Code.RESOURCE_EXHAUSTED, "the question is too large", "TOO_LARGE"));
    }
    if (root instanceof RequestTimeoutException) {
      // It waited for its turn the whole time, since everything else waits for the store.
      return Optional.of(
          storeAway(new QuestionEndedException(QuestionEndedException.Reason.STORE_SILENT)));
    }
    if (root instanceof DriverException && !(root instanceof QueryValidationException)) {
      return Optional.of(storeAway(root));
    }
    if (status.getCode() == Code.UNKNOWN || status.getCode() == Code.INTERNAL) {
      LOGGER.error("A question failed for a reason nobody thought of", root);
      return Optional.of(
          Problem.of(Code.INTERNAL, "internal error; the service's log says more", "INTERNAL"));
    }
    return Optional.empty();
  }

  private Problem storeAway(Throwable root) {
    long said = saidNanos.get();
    long now = System.nanoTime();
    if (now - said >= SAY_AGAIN_NANOS && saidNanos.compareAndSet(said, now)) {
      LOGGER.warn("Cassandra could not answer: {}", root.toString());
    }
    return Problem.passing(
        Code.UNAVAILABLE,
        "the store (Cassandra) does not answer; try again later",
        "STORE_AWAY",
        RETRY_STORE_SECONDS);
  }

  private static String text(Throwable problem) {
    return String.valueOf(problem.getMessage());
  }
}
