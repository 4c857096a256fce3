package org.adclicks.query.service;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.grpc.Status.Code;

/**
 * Turns away what comes while the service stops, and gRPC calls nobody answers, which the page
 * would be given otherwise.
 */
public final class Doorkeeper implements DecoratingHttpServiceFunction {

  private volatile boolean stopping;

  /** From now on everything new is refused; what runs goes on. */
  public void stop() {
    stopping = true;
  }

  @Override
  public HttpResponse serve(
      HttpService delegate, ServiceRequestContext context, HttpRequest request) throws Exception {
    if (stopping) {
      return Problem.passing(Code.UNAVAILABLE, "the service is stopping", "STOPPING", 1)
          .answerTo(request.headers());
    }
    MediaType type = request.contentType();
    boolean isGrpc = type != null && type.subtype().startsWith("grpc");
    if (isGrpc && context.config().service().as(GrpcService.class) == null) {
      return Problem.of(Code.UNIMPLEMENTED, "there is no method " + context.path(), "NO_METHOD")
          .answerTo(request.headers());
    }
    return delegate.serve(context, request);
  }
}
