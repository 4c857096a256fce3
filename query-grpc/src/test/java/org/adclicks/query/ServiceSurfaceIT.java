package org.adclicks.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datastax.oss.driver.api.core.CqlSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.rpc.BadRequest;
import com.google.rpc.Status;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.adclicks.v1.AdClickQueryGrpc;
import org.adclicks.v1.ListMinutesRequest;
import org.adclicks.v1.ListMinutesResponse;
import org.adclicks.v1.ListPopularAdsRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one port answers besides the questions: health, reflection, metrics, the page. */
class ServiceSurfaceIT {

  private static CqlSession session;
  private static RunningService service;

  @BeforeAll
  static void start() {
    session = SharedCassandra.keyspace("surface");
    TestStore store = new TestStore(session, List.of());
    store.progress(at("2026-11-23T10:00:00Z"), at("2026-11-23T10:00:00Z"));
    store.counted(at("2000-01-01T00:00:00Z"), at("2026-11-23T10:00:00Z"), "");
    service = new RunningService(session);
  }

  @AfterAll
  static void stop() {
    service.close();
    session.close();
  }

  @Test
  void isHealthyOverGrpcAndRest() {
    HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(service.channel());
    String name = AdClickQueryGrpc.SERVICE_NAME;
    StoreOutageIT.await(() -> service.get("/healthz").statusCode() == 200);
    assertThat(health.check(HealthCheckRequest.getDefaultInstance()).getStatus())
        .isEqualTo(ServingStatus.SERVING);
    assertThat(health.check(HealthCheckRequest.newBuilder().setService(name).build()).getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void describesItselfByReflection() throws Exception {
    CompletableFuture<List<String>> names = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(service.channel())
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    names.complete(
                        response.getListServicesResponse().getServiceList().stream()
                            .map(ServiceResponse::getName)
                            .toList());
                  }

                  @Override
                  public void onError(Throwable problem) {
                    names.completeExceptionally(problem);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    assertThat(names.get(20, TimeUnit.SECONDS)).contains(AdClickQueryGrpc.SERVICE_NAME);
    requests.onCompleted();
  }

  @Test
  void servesThePageAndAllItNeeds() {
    HttpResponse<String> page = service.get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("content-type").orElse("")).startsWith("text/html");
    assertThat(page.headers().firstValue("content-security-policy")).isPresent();
    assertThat(page.headers().firstValue("cache-control").orElse(""))
        .as("a page of the build before would ask this one")
        .contains("no-store");
    Matcher resources = Pattern.compile("(?:src|href)=\"([^\"#]+)\"").matcher(page.body());
    int found = 0;
    while (resources.find()) {
      String path = resources.group(1);
      assertThat(path).as("everything comes from here").doesNotContain("//");
      HttpResponse<String> resource = service.get(path.startsWith("/") ? path : "/" + path);
      assertThat(resource.statusCode()).as(path).isEqualTo(200);
      assertThat(resource.body()).as(path).isNotEmpty();
      found++;
    }
    assertThat(found).isGreaterThanOrEqualTo(4);
  }

  @Test
  void showsItsMetrics() {
    service.get("/v1/minutes");
    assertThat(service.get("/metrics").body())
        .contains("adclicks_query_total_duration_seconds")
        .contains("ListMinutes");
  }

  @Test
  void documentsItself() {
    assertThat(service.get("/docs/specification.json").body())
        .contains("GetAggregatedCount")
        .contains("/v1/ads/popular_ads");
  }

  @Test
  void knowsNoOtherPathsAndMethods() {
    assertThat(service.get("/v1/nothing").statusCode()).isEqualTo(404);
    assertThat(service.get("/nothing.html").statusCode()).isEqualTo(404);
    assertThat(service.get("/v1/ads//aggregated_count").statusCode()).isIn(400, 404);
  }

  @Test
  void answersEveryErrorAsTheSameJson() throws IOException {
    for (String path :
        List.of(
            "/v1/nothing",
            "/nothing.html",
            "/v1/ads/ad1/aggregated_count?from=soon",
            "/v1/ads/ad1/aggregated_count?form=1",
            "/v1/ads/popular_ads?count=many",
            "/v1/ads/ad1/aggregated_count?from=1999-01-01T00:00:00Z",
            "/v1/ads/ad1/aggregated_count?filter=country%3D%22%C3%A4%25%22",
            "/v1/ads/%2E%2E/aggregated_count")) {
      assertIsProblem(service.get(path), path);
    }
    HttpResponse<String> method = service.send("DELETE", "/v1/minutes");
    assertIsProblem(method, "DELETE");
    JsonNode field =
        new ObjectMapper()
            .readTree(
                service
                    .get("/v1/ads/ad1/aggregated_count?filter=country%3D%22%C3%A4%25%22")
                    .body());
    assertThat(field.get("message").asText()).as("as it was written").contains("\"ä%\"");
    assertThat(field.get("details").get(0).get("@type").asText()).endsWith("rpc.BadRequest");
    assertThat(field.get("details").get(0).get("field_violations").get(0).get("field").asText())
        .isEqualTo("filter");
  }

  private static void assertIsProblem(HttpResponse<String> answer, String what) throws IOException {
    assertThat(answer.statusCode()).as(what).isBetween(400, 499);
    JsonNode problem = new ObjectMapper().readTree(answer.body());
    assertThat(problem.get("code").isInt()).as(what).isTrue();
    assertThat(problem.get("grpc-code").asText()).as(what).isNotEmpty();
    assertThat(problem.get("message").asText()).as(what).isNotEmpty();
    assertThat(problem.get("details").isArray()).as(what).isTrue();
  }

  @Test
  void saysInDetailsWhatIsWrong() {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(() -> service.ask(ListPopularAdsRequest.newBuilder().setCount(-1)))
        .satisfies(
            e -> {
              Status status = StatusProto.fromThrowable(e);
              assertThat(status).isNotNull();
              assertThat(status.getMessage()).startsWith("count: ");
              BadRequest details = status.getDetails(0).unpack(BadRequest.class);
              assertThat(details.getFieldViolations(0).getField()).isEqualTo("count");
            });
  }

  /** gRPC clients take headers of eight KB, and an error repeats what was asked. */
  @Test
  void saysSoBrieflyWhateverIsAsked() {
    String filter = "country=\"" + "\ud83d\ude80".repeat(3_000) + "\"";
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(
            () ->
                // A path of so many bytes is refused before anybody reads it.
                AdClickQueryGrpc.newBlockingStub(service.channel())
                    .listPopularAds(ListPopularAdsRequest.newBuilder().setFilter(filter).build()))
        .satisfies(
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.INVALID_ARGUMENT);
              assertThat(e.getStatus().getDescription())
                  .startsWith("filter: country \"")
                  .contains(" ... ")
                  .hasSizeLessThan(500);
            });
  }

  /** A page of anywhere whose name leads here would be let read the answers by any browser. */
  @Test
  void isAskedByNoNameOfElsewhere() throws IOException {
    assertThat(statusAskedAs("evil.example:8080", "/v1/minutes")).isEqualTo(403);
    assertThat(statusAskedAs("evil.example:8080", "/metrics")).isEqualTo(403);
    assertThat(statusAskedAs("evil.example:8080", "/healthz")).isEqualTo(200);
    assertThat(statusAskedAs("LOCALHOST:8080", "/v1/minutes")).isEqualTo(200);
    assertThat(statusAskedAs("127.0.0.1", "/v1/minutes")).isEqualTo(200);
    assertThat(statusAskedAs("[::1]:8080", "/v1/minutes")).isEqualTo(200);
  }

  private static int statusAskedAs(String host, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(path, host)
                  .getBytes(StandardCharsets.US_ASCII));
      String status =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
      return Integer.parseInt(status.split(" ", 3)[1]);
    }
  }

  @Test
  void knowsNoOtherGrpcMethods() {
    MethodDescriptor<ListMinutesRequest, ListMinutesResponse> unknown =
        AdClickQueryGrpc.getListMinutesMethod().toBuilder()
            .setFullMethodName("adclicks.v1.AdClickQuery/ListNothing")
            .build();
    for (String name : List.of("adclicks.v1.AdClickQuery/ListNothing", "other.Service/Ask")) {
      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(
              () ->
                  ClientCalls.blockingUnaryCall(
                      service.channel(),
                      unknown.toBuilder().setFullMethodName(name).build(),
                      CallOptions.DEFAULT,
                      ListMinutesRequest.getDefaultInstance()))
          .satisfies(
              e ->
                  assertThat(e.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.UNIMPLEMENTED));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "a/../b", "a/b", "../..", "a%2Fb", "?", "popular_ads"})
  void answersForIdsThatLookLikePaths(String adId) throws IOException {
    String encoded = URLEncoder.encode(adId, StandardCharsets.UTF_8);
    HttpResponse<String> count = service.get("/v1/ads/aggregated_count?ad_id=" + encoded);
    assertThat(count.statusCode()).as(count.body()).isEqualTo(200);
    assertThat(new ObjectMapper().readTree(count.body()).get("ad_id").asText()).isEqualTo(adId);
    HttpResponse<String> minutes = service.get("/v1/ads/clicks_per_minute?ad_id=" + encoded);
    assertThat(minutes.statusCode()).as(minutes.body()).isEqualTo(200);
    if (!adId.contains("..") && !adId.equals(".")) {
      assertThat(service.get("/v1/ads/" + encoded + "/aggregated_count").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void answersHeadLikeGetWithoutTheBody() {
    for (String path : List.of("/v1/minutes", "/v1/ads/ad1/aggregated_count", "/", "/healthz")) {
      HttpResponse<String> head = service.send("HEAD", path);
      HttpResponse<String> get = service.get(path);
      assertThat(head.statusCode()).as(path).isEqualTo(get.statusCode());
      assertThat(head.body()).as(path).isEmpty();
      assertThat(head.headers().firstValue("content-type"))
          .as(path)
          .isEqualTo(get.headers().firstValue("content-type"));
    }
    assertThat(service.send("HEAD", "/v1/ads/ad1/aggregated_count?from=soon").statusCode())
        .isEqualTo(400);
    assertThat(service.send("HEAD", "/v1/nothing").statusCode()).isEqualTo(404);
  }

  private static long at(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  @Test
  void keepsItsOwnFailuresToItself() {
    session.execute(
        "INSERT INTO leaderboards (scope, hour, minute, board)"
            + " VALUES ('*', 946684800000, 946684800000, 0xff)");
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(
            () ->
                service.ask(
                    ListPopularAdsRequest.newBuilder()
                        .setFrom("2000-01-01T00:00:00Z")
                        .setTo("2000-01-01T00:01:00Z")))
        .withMessage("INTERNAL: internal error; the service's log says more");
  }
}
