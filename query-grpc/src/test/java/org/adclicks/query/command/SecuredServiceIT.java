package org.adclicks.query.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.datastax.oss.driver.api.core.CqlSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.adclicks.access.StoreTarget;
import org.adclicks.localstack.server.CassandraProcess;
import org.adclicks.proto.client.ServiceKey;
import org.adclicks.query.Main;
import org.adclicks.query.SharedCassandra;
import org.adclicks.query.TestClick;
import org.adclicks.query.TestStore;
import org.adclicks.query.keys.KeyFile;
import org.adclicks.query.keys.KeyScope;
import org.adclicks.query.service.QueryServices;
import org.adclicks.query.service.ServiceSettings;
import org.adclicks.query.store.ClickStore;
import org.adclicks.query.store.StoreConnection;
import org.adclicks.query.store.StoreHealth;
import org.adclicks.v1.AdClickQueryGrpc;
import org.adclicks.v1.GetAggregatedCountRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A service with TLS and keys, as others than its own machine see it. */
class SecuredServiceIT {

  private static final int PER_SECOND = 100;
  private static final String USER = "user-nobody-may-read-of";
  private static final String IP = "203.0.113.77";
  private static final String COUNT =
      "/v1/ads/ad1/aggregated_count?from=2026-11-23T10:00:00Z&to=2026-11-23T10:01:00Z";
  private static final List<TestClick> CLICKS =
      List.of(
          TestClick.at("2026-11-23T10:00:01Z", "ad1", USER, IP, "US"),
          TestClick.at("2026-11-23T10:00:02Z", "ad1", "bob", "1.2.3.5", "DE"));

  @TempDir private static Path folder;
  private static CqlSession session;
  private static TestCertificate certificate;
  private static KeyFile keys;
  private static String platform;
  private static String support;
  private static String operator;
  private static Server server;
  private static HttpClient http;
  private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();

  @BeforeAll
  static void start() throws Exception {
    SharedCassandra.keyspace("secured").close();
    PrometheusMeterRegistry metrics = ServiceSettings.newMetrics();
    session =
        new StoreConnection(
                StoreTarget.open(SharedCassandra.address(), CassandraProcess.DATACENTER),
                "secured",
                metrics)
            .connect(Duration.ofMinutes(1));
    TestStore store = new TestStore(session, CLICKS);
    store.cells();
    store.clickIndex();
    store.leaderboards(1000);
    store.progress(at("10:01:30"), at("10:01:00"));
    store.counted(at("09:59:00"), at("10:01:30"), "");
    certificate = TestCertificate.make(folder);
    keys = new KeyFile(folder.resolve("keys"));
    platform = keys.add("platform", Set.of(KeyScope.AGGREGATES));
    support = keys.add("support", Set.of(KeyScope.PERSONAL));
    operator = keys.add("operator", Set.of(KeyScope.ADMIN));
    ListenOptions listen = new ListenOptions();
    CommandLine command =
        new CommandLine(
            CommandSpec.create().addMixin("listen", CommandSpec.forAnnotatedObject(listen)));
    command.parseArgs(
        "--bind=0.0.0.0",
        "--port=0",
        "--tls-cert=" + certificate.chain(),
        "--tls-key=" + certificate.key(),
        "--keys=" + keys.path(),
        "--questions-per-second=" + PER_SECOND);
    ServerBuilder builder = Server.builder();
    ServiceSettings settings =
        ServiceSettings.of(ClickStore.over(session), StoreHealth.of(session))
            .withAccess(listen.access(command.getCommandSpec()))
            .withMetrics(metrics);
    listen.openOn(builder, command.getCommandSpec());
    QueryServices.configureServices(builder, settings);
    server = builder.build();
    LOG.start();
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(LOG);
    server.start().join();
    http = HttpClient.newBuilder().sslContext(certificate.trusting()).build();
  }

  @AfterAll
  static void stop() {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(LOG);
    server.stop().join();
    session.close();
  }

  @Test
  void answersAKeyWhatItAllowsBothWays() throws Exception {
    assertThat(json(get(COUNT, platform)).get("count").asInt()).isEqualTo(2);
    assertThat(json(get(COUNT + by("user_id", USER), support)).get("count").asInt()).isEqualTo(1);
    assertThat(json(get(COUNT + by("ip", IP), support)).get("count").asInt()).isEqualTo(1);
    assertThat(json(get(COUNT, support)).get("count").asInt()).isEqualTo(2);
    assertThat(send("HEAD", COUNT, platform).statusCode()).isEqualTo(200);
    assertThat(countByGrpc(platform, "")).isEqualTo(2);
    assertThat(countByGrpc(support, "ip=\"" + IP + "\"")).isEqualTo(1);
  }

  @Test
  void tellsNobodyWithoutAKeyWhatIsWrongWithIt() throws Exception {
    List<HttpResponse<String>> refused = new ArrayList<>();
    for (@Nullable String key :
        new @Nullable String[] {null, "", "adclicks_", platform + "x", platform.substring(1)}) {
      refused.add(get(COUNT, key));
      refused.add(get("/v1/ads/ad1/aggregated_count?nonsense=1", key));
      refused.add(get("/metrics", key));
    }
    for (HttpResponse<String> answer : refused) {
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("www-authenticate")).hasValue("Bearer");
      assertThat(answer.body()).isEqualTo(refused.get(0).body());
      assertThat(json(answer).get("grpc-code").asText()).isEqualTo("UNAUTHENTICATED");
    }
    assertThat(send("HEAD", COUNT, null).statusCode()).isEqualTo(401);
    assertThat(refusedByGrpc(null, "")).isEqualTo("UNAUTHENTICATED KEY");
    assertThat(refusedByGrpc(platform + "x", "")).isEqualTo("UNAUTHENTICATED KEY");
  }

  @Test
  void refusesWhatAKeyDoesNotAllow() throws Exception {
    for (String path :
        List.of(
            COUNT + by("user_id", USER),
            COUNT + by("ip", IP),
            "/v1/ads/popular_ads?window=1m" + by("user_id", USER),
            "/v1/ads/ad1/clicks_per_minute?from=2026-11-23T10:00:00Z" + by("ip", IP))) {
      HttpResponse<String> answer = get(path, platform);
      assertThat(answer.statusCode()).as(path).isEqualTo(403);
      assertThat(json(answer).get("message").asText())
          .isEqualTo("this key does not allow this question");
    }
    assertThat(refusedByGrpc(platform, "user_id=\"" + USER + "\""))
        .isEqualTo("PERMISSION_DENIED SCOPE");
    assertThat(get("/metrics", platform).statusCode()).isEqualTo(403);
    assertThat(get("/metrics", support).statusCode()).isEqualTo(403);
    assertThat(get(COUNT, operator).statusCode()).isEqualTo(403);
    assertThat(refusedByGrpc(operator, "")).isEqualTo("PERMISSION_DENIED SCOPE");
  }

  @Test
  void isOpenToAllOnlyForThePageAndHealth() throws Exception {
    assertThat(get("/", null).statusCode()).isEqualTo(200);
    assertThat(get("/page.js", null).body()).contains("sessionStorage");
    assertThat(get("/readyz", null).statusCode()).isEqualTo(200);
    ManagedChannel channel = channel(null);
    assertThat(
            HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
    channel.shutdownNow();
  }

  @Test
  void showsAnOperatorWhatPrometheusWants() throws Exception {
    get(COUNT, platform);
    get(COUNT, null);
    HttpResponse<String> metrics = get("/metrics", operator);
    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.body())
        .contains("adclicks_refusals_total{reason=\"UNAUTHENTICATED\"}")
        .contains("adclicks_as_of_timestamp_seconds ")
        .contains("adclicks_as_of_lag_seconds ")
        .contains("adclicks_newest_closed_minute_age_seconds ")
        .contains("adclicks_store_up 1.0")
        .containsPattern("adclicks_query_requests_total\\{.*method=\"GetAggregatedCount\"")
        .contains("adclicks_store_read_seconds_count{outcome=\"answered\"}");
  }

  @Test
  void limitsTheRateOfEachKey() throws Exception {
    String hasty = keys.add("hasty", Set.of(KeyScope.AGGREGATES));
    String calm = keys.add("calm", Set.of(KeyScope.AGGREGATES));
    awaitKnown(hasty);
    ManagedChannel channel = channel(hasty);
    StatusRuntimeException refused = null;
    // Faster than any machine asks one behind the other in a second, several times over.
    List<ListenableFuture<?>> questions = new ArrayList<>();
    for (int i = 0; i < 10 * PER_SECOND; i++) {
      questions.add(
          AdClickQueryGrpc.newFutureStub(channel)
              .getAggregatedCount(question("").toBuilder().setAdId("").build()));
    }
    for (ListenableFuture<?> question : questions) {
      try {
        question.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof StatusRuntimeException status
            && status.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED) {
          refused = status;
        }
      }
    }
    assertThat(refused).isNotNull();
    assertThat(StatusProto.fromThrowable(refused).getDetailsList())
        .filteredOn(detail -> detail.is(RetryInfo.class))
        .singleElement()
        .satisfies(
            detail ->
                assertThat(detail.unpack(RetryInfo.class).getRetryDelay().getSeconds())
                    .isEqualTo(1));
    assertThat(get(COUNT, calm).statusCode()).as("another key").isEqualTo(200);
    channel.shutdownNow();
  }

  @Test
  void followsItsKeysWhileItRuns() throws Exception {
    String made = keys.add("temporary", Set.of(KeyScope.AGGREGATES));
    awaitKnown(made);
    keys.revoke("temporary");
    awaitStatus(made, 401);
  }

  @Test
  void isAskedByTheCommandWithAKeyFromAFileThroughTls() throws Exception {
    Path file = Files.writeString(folder.resolve("platform.key"), platform + "\n");
    String[] question = {
      "query", "count", "ad1", "--from", "2026-11-23T10:00:00Z", "--to", "2026-11-23T10:01:00Z"
    };
    String here = "127.0.0.1:" + server.activeLocalPort();
    Map<String, String> answers =
        Map.of(
            "--tls-ca " + certificate.chain() + " --api-key-file " + file,
            "0 ad1: 2 clicks",
            "--tls-ca " + certificate.chain(),
            "1 adclicks query count: a key is needed",
            "--tls --api-key-file " + file,
            "1 adclicks query count: no service answers at " + here,
            "--api-key-file " + folder.resolve("none"),
            "2 adclicks query count: no key in " + folder);
    answers.forEach(
        (options, expected) -> {
          List<String> all = new ArrayList<>(List.of(question));
          all.addAll(List.of("--endpoint", here));
          all.addAll(List.of(options.split(" ", -1)));
          assertThat(run(all)).as(options).startsWith(expected);
        });
    assertThat(
            run(
                List.of(
                    "query",
                    "top",
                    "--endpoint",
                    "192.0.2.1:8080",
                    "--api-key-file",
                    file.toString())))
        .startsWith("2 adclicks query top: the key could be read on its way to 192.0.2.1:8080");
  }

  @Test
  void leavesAnAuditLineForEachRefusalAndNobodysDataInAnyLog() throws Exception {
    get(COUNT + by("user_id", USER), platform);
    get(COUNT + by("user_id", USER), platform);
    get(COUNT + by("user_id", USER), "adclicks_wrong");
    get("/v1/ads/ad1/aggregated_count?from=soon" + by("ip", IP), support);
    get("/v1/ads/%2E%2E/aggregated_count?x=1" + by("ip", IP), support);
    List<String> lines = LOG.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    String route = "GET /v1/ads/:ad_id/aggregated_count";
    assertThat(lines)
        .filteredOn(line -> line.equals("refused: PERMISSION_DENIED, key of platform, " + route))
        .hasSizeGreaterThanOrEqualTo(2);
    assertThat(lines).contains("refused: UNAUTHENTICATED, key of nobody, " + route);
    assertThat(lines)
        .noneMatch(line -> line.contains(USER) || line.contains(IP))
        .noneMatch(line -> line.contains("127.0.0.1:") || line.contains("adclicks_"));
  }

  private static String refusedByGrpc(@Nullable String key, String filter) throws Exception {
    List<StatusRuntimeException> refused = new ArrayList<>();
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(() -> countByGrpc(key, filter))
        .satisfies(refused::add);
    var status = StatusProto.fromThrowable(refused.get(0));
    return refused.get(0).getStatus().getCode()
        + " "
        + status.getDetails(0).unpack(ErrorInfo.class).getReason();
  }

  private static GetAggregatedCountRequest question(String filter) {
    return GetAggregatedCountRequest.newBuilder()
        .setAdId("ad1")
        .setFrom("2026-11-23T10:00:00Z")
        .setTo("2026-11-23T10:01:00Z")
        .setFilter(filter)
        .build();
  }

  private static long countByGrpc(@Nullable String key, String filter) throws IOException {
    ManagedChannel channel = channel(key);
    try {
      return AdClickQueryGrpc.newBlockingStub(channel)
          .getAggregatedCount(question(filter))
          .getCount();
    } finally {
      channel.shutdownNow();
    }
  }

  private static ManagedChannel channel(@Nullable String key) throws IOException {
    OkHttpChannelBuilder builder =
        OkHttpChannelBuilder.forAddress(
            "127.0.0.1",
            server.activeLocalPort(),
            TlsChannelCredentials.newBuilder().trustManager(certificate.chain().toFile()).build());
    if (key != null) {
      builder.intercept(
          ServiceKey.of(Map.of(ServiceKey.VARIABLE, key)).orElseThrow().interceptor());
    }
    return builder.build();
  }

  private static String by(String field, String value) {
    return "&filter=" + URLEncoder.encode(field + "=\"" + value + "\"", StandardCharsets.UTF_8);
  }

  private static void awaitKnown(String key) {
    awaitStatus(key, 200);
  }

  private static void awaitStatus(String key, int status) {
    Instant deadline = Instant.now().plusSeconds(10);
    while (get(COUNT, key).statusCode() != status) {
      assertThat(Instant.now()).as("within seconds").isBefore(deadline);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private static HttpResponse<String> get(String path, @Nullable String key) {
    return send("GET", path, key);
  }

  private static HttpResponse<String> send(String method, String path, @Nullable String key) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.activeLocalPort() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return new ObjectMapper().readTree(answer.body());
  }

  private static String run(List<String> arguments) {
    StringWriter said = new StringWriter();
    PrintWriter writer = new PrintWriter(said, true);
    int exitCode =
        Main.commandLine().setOut(writer).setErr(writer).execute(arguments.toArray(String[]::new));
    return exitCode + " " + said;
  }

  private static long at(String time) {
    return Instant.parse("2026-11-23T" + time + "Z").toEpochMilli();
  }
}
