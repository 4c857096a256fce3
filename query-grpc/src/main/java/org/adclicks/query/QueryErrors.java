package org.adclicks.query;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.grpc.GrpcExceptionHandlerFunction;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one mapping of exceptions to statuses, for gRPC and REST alike. */
final class QueryErrors implements GrpcExceptionHandlerFunction {

  private static final Logger LOGGER = LoggerFactory.getLogger(QueryErrors.class);

  @Override
  public Status apply(RequestContext context, Status status, Throwable cause, Metadata metadata) {
    Throwable root =
        cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
    if (root instanceof InvalidRequestException) {
      return Status.INVALID_ARGUMENT.withDescription(root.getMessage());
    }
    if (root instanceof NothingCountedException) {
      return Status.FAILED_PRECONDITION.withDescription(root.getMessage());
    }
    if (root instanceof DriverException && !(root instanceof QueryValidationException)) {
      LOGGER.warn("Cassandra could not answer: {}", root.toString());
      return Status.UNAVAILABLE.withDescription(
          "the store (Cassandra) does not answer; try again later");
    }
    if (status.getCode() == Status.Code.UNKNOWN || status.getCode() == Status.Code.INTERNAL) {
      LOGGER.error("A question failed for a reason nobody thought of", root);
      return Status.INTERNAL.withDescription("internal error; the service's log says more");
    }
    return status;
  }
}
