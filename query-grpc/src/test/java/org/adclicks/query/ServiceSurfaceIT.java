package org.adclicks.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datastax.oss.driver.api.core.CqlSession;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.adclicks.v1.AdClickQueryGrpc;
import org.adclicks.v1.ListPopularAdsRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What one port answers besides the questions: health, reflection, metrics, the page. */
class ServiceSurfaceIT {

  private static CqlSession session;
  private static RunningService service;

  @BeforeAll
  static void start() {
    session = SharedCassandra.keyspace("surface");
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
  void keepsItsOwnFailuresToItself() {
    session.execute(
        "INSERT INTO leaderboards (scope, hour, minute, board) VALUES ('*', 0, 0, 0xff)");
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(
            () -> service.ask(ListPopularAdsRequest.newBuilder().setFrom("0").setTo("60000")))
        .withMessage("INTERNAL: internal error; the service's log says more");
  }
}
