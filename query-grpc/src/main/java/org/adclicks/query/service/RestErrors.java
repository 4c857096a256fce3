package org.adclicks.query.service;

import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.UnframedGrpcErrorHandler;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives every error of the HTTP side one form, be it of a question or of its path. */
final class RestErrors implements UnframedGrpcErrorHandler, ServerErrorHandler {

  /** An error of a question, as its gRPC trailers have it. */
  @Override
  public HttpResponse handle(
      ServiceRequestContext context, Status status, AggregatedHttpResponse response) {
    HttpHeaders trailers = response.trailers().isEmpty() ? response.headers() : response.trailers();
    String message = status.getDescription();
    String details = trailers.get("grpc-status-details-bin");
    // The trailer's message is percent-encoded; that of the details is as it was.
    com.google.rpc.Status decoded = details == null ? null : decoded(details);
    return decoded == null
        ? new Problem(status.getCode(), plain(message), List.of()).toHttp()
        : Problem.of(status.getCode(), decoded.getMessage(), decoded).toHttp();
  }

  private static String plain(@Nullable String message) {
    return message == null
        ? ""
        : URLDecoder.decode(message.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static com.google.rpc.Status decoded(String base64) {
    try {
      return com.google.rpc.Status.parseFrom(Base64.getDecoder().decode(base64));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("details of our own that cannot be read", e);
    }
  }

  /** Files are small; one that is not there is answered in the one form too. */
  HttpResponse serveFiles(HttpService files, ServiceRequestContext context, HttpRequest request)
      throws Exception {
    return HttpResponse.of(
        files
            .serve(context, request)
            .aggregate()
            .thenApply(
                answer -> {
                  AggregatedHttpResponse problem =
                      renderStatus(
                          context,
                          context.config(),
                          request.headers(),
                          answer.status(),
                          null,
                          null);
                  return (problem == null ? answer : problem).toHttpResponse();
                }));
  }

  /** What a service throws is answered by {@link #renderStatus} in the end. */
  @Override
  public @Nullable HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
    return null;
  }

  /** A path, method or request nobody answers. */
  @Override
  public @Nullable AggregatedHttpResponse renderStatus(
      @Nullable ServiceRequestContext context,
      ServiceConfig config,
      @Nullable RequestHeaders headers,
      HttpStatus status,
      @Nullable String description,
      @Nullable Throwable cause) {
    if (status.code() < 400) {
      return null;
    }
    String sentence = description == null ? status.reasonPhrase() : description;
    Problem problem =
        switch (status.code()) {
          case 404 -> Problem.of(Code.NOT_FOUND, "there is nothing at this path", "NO_PATH");
          case 405 -> Problem.of(Code.UNIMPLEMENTED, "this path takes no such method", "NO_METHOD");
          case 503 -> Problem.passing(Code.UNAVAILABLE, sentence, "NOT_NOW", 1);
          case 400 ->
              Problem.of(
                  Code.INVALID_ARGUMENT,
                  sentence
                      + "; an ad id that a path cannot carry, such as \"..\", goes into the query:"
                      + " /v1/ads/aggregated_count?ad_id=",
                  "BAD_REQUEST");
          default ->
              Problem.of(
                  status.code() < 500 ? Code.INVALID_ARGUMENT : Code.INTERNAL, sentence, "HTTP");
        };
    boolean head = headers != null && headers.method() == HttpMethod.HEAD;
    AggregatedHttpResponse answer = problem.toHttp(status).aggregate().join();
    return head ? AggregatedHttpResponse.of(answer.headers()) : answer;
  }
}
