package org.adclicks.localstack.demo;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.process.StackFailure;
import org.adclicks.proto.client.ServiceKey;
import org.adclicks.v1.AdClickQueryGrpc;
import org.adclicks.v1.AdClickQueryGrpc.AdClickQueryBlockingStub;
import org.adclicks.v1.AdClickQueryGrpc.AdClickQueryFutureStub;

/** The query service as its users see it: over gRPC and over REST. */
public final class QueryClient implements AutoCloseable {

  private static final int DEADLINE_SECONDS = 60;

  private final ManagedChannel channel;
  private final HttpClient http;
  private final String url;

  private QueryClient(ManagedChannel channel, String url) {
    this.channel = channel;
    this.url = url;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
  }

  /** A client of the service of this stack. */
  public static QueryClient of(Endpoints endpoints) {
    return new QueryClient(
        NettyChannelBuilder.forTarget(endpoints.queryEndpoint())
            .usePlaintext()
            .maxInboundMessageSize(64 * 1024 * 1024)
            .intercept(
                ServiceKey.of(System.getenv()).map(ServiceKey::interceptor).stream().toList())
            .build(),
        endpoints.url());
  }

  /** Waits for each answer. */
  public AdClickQueryBlockingStub grpc() {
    return AdClickQueryGrpc.newBlockingStub(channel)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  /** Tries at once to reach a service that was away, instead of after a pause that has grown. */
  public void reconnect() {
    channel.resetConnectBackoff();
  }

  /** Many questions at once. */
  AdClickQueryFutureStub manyGrpc() {
    return AdClickQueryGrpc.newFutureStub(channel)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  /** Asks over REST and reads the JSON answer into the builder. */
  <B extends Message.Builder> B rest(String path, Map<String, String> parameters, B answer) {
    StringJoiner query = new StringJoiner("&");
    parameters.forEach((name, value) -> query.add(name + "=" + escape(value)));
    HttpRequest.Builder asked =
        HttpRequest.newBuilder(URI.create(url + path + "?" + query))
            .timeout(Duration.ofSeconds(DEADLINE_SECONDS));
    ServiceKey.of(System.getenv()).ifPresent(key -> asked.header("Authorization", key.header()));
    HttpRequest request = asked.build();
    try {
      HttpResponse<String> response =
          http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (response.statusCode() != 200) {
        throw new StackFailure(
            request.uri() + " answered " + response.statusCode() + ": " + response.body());
      }
      JsonFormat.parser().merge(response.body(), answer);
      return answer;
    } catch (InvalidProtocolBufferException e) {
      throw new StackFailure(request.uri() + " answered what is no answer: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new StackFailure(request.uri() + " did not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted", e);
    }
  }

  /** One path segment or parameter value, percent-encoded. */
  static String escape(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
