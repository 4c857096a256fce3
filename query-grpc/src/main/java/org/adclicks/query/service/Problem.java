package org.adclicks.query.service;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.grpc.Status.Code;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.adclicks.query.question.InvalidRequestException;
import org.adclicks.query.question.OutOfRangeException;

/**
 * What is wrong with a question or its answer: the one form of every error, whichever way it was
 * asked. gRPC carries it as google.rpc.Status, REST as JSON.
 */
record Problem(Code code, String message, List<Message> details) {

  /** Names the service in the machine-readable part. */
  private static final String DOMAIN = "adclicks.v1";

  /** Encoded three times over, some KB of a gRPC trailer's usual eight. */
  private static final int MOST_CHARACTERS = 400;

  private static final JsonFormat.Printer JSON =
      JsonFormat.printer()
          .preservingProtoFieldNames()
          .omittingInsignificantWhitespace()
          .usingTypeRegistry(
              TypeRegistry.newBuilder()
                  .add(BadRequest.getDescriptor())
                  .add(ErrorInfo.getDescriptor())
                  .add(RetryInfo.getDescriptor())
                  .build());

  Problem {
    details = List.copyOf(details);
  }

  /** A problem whose reason a program can read. */
  static Problem of(Code code, String message, String reason) {
    return new Problem(code, message, List.of(info(reason, Map.of())));
  }

  static Problem of(InvalidRequestException e) {
    String message = fitting(String.valueOf(e.getMessage()));
    return new Problem(Code.INVALID_ARGUMENT, message, List.of(violation(e.field(), message)));
  }

  /** Without its middle if a header cannot hold it: it may repeat whatever was sent. */
  private static String fitting(String message) {
    if (message.length() <= MOST_CHARACTERS) {
      return message;
    }
    int head = MOST_CHARACTERS / 2;
    int tail = message.length() - MOST_CHARACTERS / 2;
    return message.substring(0, head - (isWithinPair(message, head) ? 1 : 0))
        + " ... "
        + message.substring(tail + (isWithinPair(message, tail) ? 1 : 0));
  }

  private static boolean isWithinPair(String text, int at) {
    return Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
  }

  static Problem of(OutOfRangeException e) {
    String dataFrom = Instant.ofEpochMilli(e.dataFromMillis()).toString();
    String message = e.getMessage() + "; data_from is " + dataFrom;
    return new Problem(
        Code.OUT_OF_RANGE,
        message,
        List.of(violation(e.field(), message), info("NOT_KEPT", Map.of("data_from", dataFrom))));
  }

  /** A problem of the moment. */
  static Problem passing(Code code, String message, String reason, int retryAfterSeconds) {
    return new Problem(
        code,
        message,
        List.of(
            info(reason, Map.of()),
            RetryInfo.newBuilder()
                .setRetryDelay(Duration.newBuilder().setSeconds(retryAfterSeconds))
                .build()));
  }

  /** As sent by this service in a gRPC trailer. */
  static Problem of(Code code, String message, Status status) {
    List<Message> details = new ArrayList<>();
    try {
      for (Any detail : status.getDetailsList()) {
        if (detail.is(BadRequest.class)) {
          details.add(detail.unpack(BadRequest.class));
        } else if (detail.is(ErrorInfo.class)) {
          details.add(detail.unpack(ErrorInfo.class));
        } else if (detail.is(RetryInfo.class)) {
          details.add(detail.unpack(RetryInfo.class));
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("details of our own that cannot be read", e);
    }
    return new Problem(code, message, details);
  }

  private static BadRequest violation(String field, String description) {
    return BadRequest.newBuilder()
        .addFieldViolations(
            BadRequest.FieldViolation.newBuilder().setField(field).setDescription(description))
        .build();
  }

  private static ErrorInfo info(String reason, Map<String, String> metadata) {
    return ErrorInfo.newBuilder()
        .setReason(reason)
        .setDomain(DOMAIN)
        .putAllMetadata(metadata)
        .build();
  }

  Status toStatus() {
    Status.Builder status = Status.newBuilder().setCode(code.value()).setMessage(message);
    details.forEach(detail -> status.addDetails(Any.pack(detail)));
    return status.build();
  }

  /** The answer to a request of this kind: gRPC's own, or JSON. */
  HttpResponse answerTo(RequestHeaders request) {
    MediaType type = request.contentType();
    return type != null && type.subtype().startsWith("grpc")
        ? HttpResponse.of(grpcHeaders(type))
        : toHttp();
  }

  private ResponseHeaders grpcHeaders(MediaType type) {
    return ResponseHeaders.builder(HttpStatus.OK)
        .contentType(type)
        .endOfStream(true)
        .addInt("grpc-status", code.value())
        .add("grpc-message", percentEncoded(message))
        .add(
            "grpc-status-details-bin",
            Base64.getEncoder().withoutPadding().encodeToString(toStatus().toByteArray()))
        .build();
  }

  /** As the gRPC protocol wants messages in a header. */
  private static String percentEncoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte utf8 : text.getBytes(StandardCharsets.UTF_8)) {
      if (utf8 >= ' ' && utf8 < 0x7f && utf8 != '%') {
        encoded.append((char) utf8);
      } else {
        encoded.append(String.format("%%%02X", utf8));
      }
    }
    return encoded.toString();
  }

  /** As JSON, with the HTTP status that belongs to the code. */
  HttpResponse toHttp() {
    return toHttp(httpStatus());
  }

  HttpResponse toHttp(HttpStatus status) {
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(status).contentType(MediaType.JSON_UTF_8);
    if (code == Code.UNAUTHENTICATED) {
      headers.add(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
    }
    for (Message detail : details) {
      if (detail instanceof RetryInfo retry) {
        headers.add(HttpHeaderNames.RETRY_AFTER, Long.toString(retry.getRetryDelay().getSeconds()));
      }
    }
    return HttpResponse.of(headers.build(), HttpData.ofUtf8(toJson()));
  }

  String toJson() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("code", code.value());
      json.writeStringField("grpc-code", code.name());
      json.writeStringField("message", message);
      json.writeArrayFieldStart("details");
      for (Message detail : details) {
        json.writeRawValue(JSON.print(Any.pack(detail)));
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private HttpStatus httpStatus() {
    return switch (code) {
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> HttpStatus.BAD_REQUEST;
      case NOT_FOUND -> HttpStatus.NOT_FOUND;
      case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
      case PERMISSION_DENIED -> HttpStatus.FORBIDDEN;
      case RESOURCE_EXHAUSTED ->
          // What is not of the moment is of the question.
          details.stream().anyMatch(RetryInfo.class::isInstance)
              ? HttpStatus.TOO_MANY_REQUESTS
              : HttpStatus.REQUEST_ENTITY_TOO_LARGE;
      case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
      case DEADLINE_EXCEEDED -> HttpStatus.GATEWAY_TIMEOUT;
      case UNIMPLEMENTED -> HttpStatus.NOT_IMPLEMENTED;
      case CANCELLED -> HttpStatus.CLIENT_CLOSED_REQUEST;
      default -> HttpStatus.INTERNAL_SERVER_ERROR;
    };
  }
}
