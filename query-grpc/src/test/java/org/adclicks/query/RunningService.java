package org.adclicks.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.adclicks.query.service.Doorkeeper;
import org.adclicks.query.service.QueryServices;
import org.adclicks.query.service.ServiceSettings;
import org.adclicks.query.store.ClickStore;
import org.adclicks.query.store.StoreHealth;
import org.adclicks.query.top.AdClicks;
import org.adclicks.v1.AdClickQueryGrpc;
import org.adclicks.v1.AdClickQueryGrpc.AdClickQueryBlockingStub;
import org.adclicks.v1.GetAggregatedCountRequest;
import org.adclicks.v1.GetAggregatedCountResponse;
import org.adclicks.v1.ListClicksPerMinuteRequest;
import org.adclicks.v1.ListClicksPerMinuteResponse;
import org.adclicks.v1.ListMinutesRequest;
import org.adclicks.v1.ListMinutesResponse;
import org.adclicks.v1.ListPopularAdsRequest;
import org.adclicks.v1.ListPopularAdsResponse;

/** The service on a free port, asked every question twice: over gRPC and over REST. */
public final class RunningService implements AutoCloseable {

  private final Server server;
  private final Doorkeeper door;
  private final ManagedChannel channel;
  private final HttpClient http = HttpClient.newHttpClient();

  public RunningService(CqlSession session) {
    this(session, ServiceSettings.LONGEST_ANSWER);
  }

  RunningService(CqlSession session, Duration longestAnswer) {
    ServerBuilder builder = Server.builder();
    builder.http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    door =
        QueryServices.configureServices(
            builder,
            ServiceSettings.of(ClickStore.over(session), StoreHealth.of(session))
                .withLongestAnswer(longestAnswer));
    server = builder.build();
    server.start().join();
    channel =
        OkHttpChannelBuilder.forAddress("127.0.0.1", port(), InsecureChannelCredentials.create())
            .build();
  }

  public int port() {
    return server.activeLocalPort();
  }

  ManagedChannel channel() {
    return channel;
  }

  GetAggregatedCountResponse ask(GetAggregatedCountRequest.Builder request) {
    return both(
        AdClickQueryBlockingStub::getAggregatedCount,
        request.build(),
        "/v1/ads/" + encoded(request.getAdId()) + "/aggregated_count",
        GetAggregatedCountResponse.newBuilder());
  }

  ListPopularAdsResponse ask(ListPopularAdsRequest.Builder request) {
    return both(
        AdClickQueryBlockingStub::listPopularAds,
        request.build(),
        "/v1/ads/popular_ads",
        ListPopularAdsResponse.newBuilder());
  }

  ListClicksPerMinuteResponse ask(ListClicksPerMinuteRequest.Builder request) {
    return both(
        AdClickQueryBlockingStub::listClicksPerMinute,
        request.build(),
        "/v1/ads/" + encoded(request.getAdId()) + "/clicks_per_minute",
        ListClicksPerMinuteResponse.newBuilder());
  }

  ListMinutesResponse ask(ListMinutesRequest.Builder request) {
    return both(
        AdClickQueryBlockingStub::listMinutes,
        request.build(),
        "/v1/minutes",
        ListMinutesResponse.newBuilder());
  }

  /** Asks both ways and fails unless both say the same, be it an answer or an error. */
  private <Q extends Message, A extends Message> A both(
      BiFunction<AdClickQueryBlockingStub, Q, A> call,
      Q request,
      String path,
      Message.Builder restAnswer) {
    HttpResponse<String> rest = get(path + query(request));
    try {
      A answer = call.apply(AdClickQueryGrpc.newBlockingStub(channel), request);
      assertThat(rest.statusCode()).as(rest.body()).isEqualTo(200);
      JsonFormat.parser().merge(rest.body(), restAnswer);
      assertThat(restAnswer.build()).isEqualTo(answer);
      return answer;
    } catch (StatusRuntimeException e) {
      assertThat(rest.statusCode())
          .isEqualTo(
              switch (e.getStatus().getCode()) {
                case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
                case RESOURCE_EXHAUSTED -> 429;
                case DEADLINE_EXCEEDED -> 504;
                case UNAVAILABLE -> 503;
                default -> 500;
              });
      assertThat(rest.headers().firstValue("content-type").orElse(""))
          .startsWith("application/json");
      assertThat(rest.body())
          .contains("\"grpc-code\":\"" + e.getStatus().getCode() + "\"")
          .contains(jsonText(String.valueOf(e.getStatus().getDescription())));
      throw e;
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(rest.body(), e);
    }
  }

  private static String jsonText(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static String query(Message request) {
    StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    for (FieldDescriptor field : request.getDescriptorForType().getFields()) {
      Object value = request.getField(field);
      if (!field.getName().equals("ad_id") && !value.equals(field.getDefaultValue())) {
        query.add(field.getName() + "=" + encoded(value.toString()));
      }
    }
    return query.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  HttpResponse<String> get(String path) {
    return send("GET", path);
  }

  HttpResponse<String> send(String method, String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static List<AdClicks> ranked(ListPopularAdsResponse answer) {
    return answer.getAdsList().stream()
        .map(ad -> new AdClicks(ad.getAdId(), ad.getClicks()))
        .toList();
  }

  /** As SIGTERM does. */
  CompletableFuture<Void> stop() {
    door.stop();
    return server.stop();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    // Its threads end by and by; a test need not wait for them.
    CompletableFuture<Void> unused = stop();
  }
}
