package org.adclicks.query.service;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ServerCacheControl;
import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import com.linecorp.armeria.common.grpc.GrpcMeterIdPrefixFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.docs.DocService;
import com.linecorp.armeria.server.file.FileService;
import com.linecorp.armeria.server.grpc.GrpcHealthCheckService;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;
import com.linecorp.armeria.server.healthcheck.HealthCheckService;
import com.linecorp.armeria.server.healthcheck.ListenableHealthChecker;
import com.linecorp.armeria.server.metric.MetricCollectingService;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.adclicks.query.keys.KeyScope;
import org.adclicks.v1.AdClickQueryGrpc;

/** Everything the port answers: gRPC, REST, health, metrics, the page. */
public final class QueryServices {

  /** After the question itself has given up; for one that never came to a thread. */
  private static final Duration GRACE = Duration.ofMillis(500);

  /** Of any question, many times over; an error repeats what it is about. */
  private static final long MOST_BYTES_ASKED = 1 << 20;

  private static final String PAGE = "org/adclicks/query/page";

  /** The page's own files only: nothing is fetched from anywhere else. */
  private static final String CONTENT_SECURITY_POLICY = "default-src 'self'; img-src 'self' data:";

  private static final RestErrors ERRORS = new RestErrors();

  private QueryServices() {}

  /** Shared by the server and the tests. Stop the door before the server. */
  public static Doorkeeper configureServices(ServerBuilder server, ServiceSettings settings) {
    return configureServices(server, settings, List.of());
  }

  /** With other services beside ours, answered through all that ours is answered through. */
  static Doorkeeper configureServices(
      ServerBuilder server, ServiceSettings settings, List<ServerServiceDefinition> beside) {
    PrometheusMeterRegistry metrics = settings.metrics();
    Access access = settings.access();
    Freshness freshness = new Freshness(settings.health(), Clock.systemUTC());
    freshness.register(metrics);
    Audit.register(metrics);
    Doorkeeper door = new Doorkeeper();
    server.meterRegistry(metrics);
    server.requestTimeout(settings.longestAnswer().plus(GRACE));
    server.maxRequestLength(MOST_BYTES_ASKED);
    server.errorHandler(ERRORS);
    // The last one is asked first: what is refused is counted too.
    server.service(
        questions(settings, beside),
        RejectUnknownParameters::new,
        access.requiring(KeyScope.AGGREGATES),
        MetricCollectingService.newDecorator(GrpcMeterIdPrefixFunction.of("adclicks.query")));
    server.decorator(door);
    server.route().head("prefix:/v1/").build(new HeadOfGet());
    server.service("/healthz", HealthCheckService.of(settings.health().checker()));
    server.service("/readyz", freshness);
    server.service("/metrics", access.requiring(KeyScope.ADMIN).apply(shown(metrics)));
    server.serviceUnder("/docs", new DocService());
    server.serviceUnder("/uplot", uplot());
    server.serviceUnder("/", page().decorate(ERRORS::serveFiles));
    return door;
  }

  private static HttpService shown(PrometheusMeterRegistry metrics) {
    return (context, request) ->
        HttpResponse.of(HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, metrics.scrape());
  }

  private static GrpcService questions(
      ServiceSettings settings, List<ServerServiceDefinition> beside) {
    ListenableHealthChecker health = settings.health().checker();
    return GrpcService.builder()
        .addService(
            new AdClickQueryService(settings.store(), Admission.create(), settings.longestAnswer()))
        .addService(
            GrpcHealthCheckService.builder()
                .checkers(health)
                .serviceCheckers(AdClickQueryGrpc.SERVICE_NAME, health)
                .build())
        .addService(ProtoReflectionServiceV1.newInstance())
        .addServiceDefinitions(beside)
        .exceptionHandler(new QueryErrors())
        .useBlockingTaskExecutor(true)
        // A client that waits longer than an answer may take does not change how long it takes.
        .useClientTimeoutHeader(false)
        .enableHttpJsonTranscoding(
            HttpJsonTranscodingOptions.builder().errorHandler(ERRORS).build())
        .jsonMarshallerFactory(
            service ->
                GrpcJsonMarshaller.builder()
                    .jsonMarshallerCustomizer(
                        json ->
                            json.preservingProtoFieldNames(true).includingDefaultValueFields(true))
                    .build(service))
        .build();
  }

  /** All files of a build have one time, so a browser could not tell which of two is the newer. */
  private static HttpService page() {
    return FileService.builder(QueryServices.class.getClassLoader(), PAGE)
        .cacheControl(ServerCacheControl.DISABLED)
        .addHeader(HttpHeaderNames.CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY)
        .addHeader(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
        .build();
  }

  private static HttpService uplot() {
    return FileService.of(
        QueryServices.class.getClassLoader(),
        "META-INF/resources/webjars/uplot/" + new BuildInfo().uplotVersion() + "/dist");
  }
}
