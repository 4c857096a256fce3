package org.adclicks.query.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.datastax.oss.driver.api.core.CqlSession;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import io.grpc.ManagedChannel;
import io.grpc.ServerInterceptors;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.testing.integration.TestServiceImpl;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.adclicks.query.SharedCassandra;
import org.adclicks.query.keys.KeyFile;
import org.adclicks.query.keys.KeyRing;
import org.adclicks.query.keys.KeyScope;
import org.adclicks.query.store.ClickStore;
import org.adclicks.query.store.StoreHealth;
import org.adclicks.v1.AdClickQueryGrpc;
import org.adclicks.v1.GetAggregatedCountRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.Request;
import org.junit.runner.Result;
import org.junit.runner.manipulation.Filter;
import org.junit.runner.notification.Failure;

/** gRPC's interoperability tests against the service's port, through keys, limits and errors. */
class InteropIT {

  private static final Map<String, String> LEFT_OUT =
      Map.of(
          "veryLargeRequest",
          "sends more than Armeria takes; a question has some hundred bytes",
          "sendsTimeoutHeader",
          "looks into a server of grpc-java",
          "censusContextsPropagated",
          "looks into a server of grpc-java");

  @TempDir private static Path folder;
  private static CqlSession session;
  private static ScheduledExecutorService executor;
  private static Server server;

  @BeforeAll
  static void start() throws Exception {
    session = SharedCassandra.keyspace("interop");
    executor = Executors.newSingleThreadScheduledExecutor();
    KeyFile keys = new KeyFile(folder.resolve("keys"));
    String key = keys.add("interop", Set.of(KeyScope.AGGREGATES));
    ServerBuilder builder = Server.builder();
    builder.http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    QueryServices.configureServices(
        builder,
        ServiceSettings.of(ClickStore.over(session), StoreHealth.of(session))
            .withAccess(Access.byKeys(KeyRing.following(keys), 1000)),
        List.of(
            ServerInterceptors.intercept(
                new TestServiceImpl(executor), TestServiceImpl.interceptors())));
    server = builder.build();
    server.start().join();
    InteropSuite.ask(server.activeLocalPort(), key);
  }

  @AfterAll
  static void stop() {
    server.stop().join();
    executor.shutdownNow();
    session.close();
  }

  @TestFactory
  Stream<DynamicTest> answersAsGrpcSays() {
    List<Description> tests = tests();
    assertThat(tests).extracting(Description::getMethodName).containsAll(LEFT_OUT.keySet());
    return tests.stream()
        .filter(test -> !LEFT_OUT.containsKey(test.getMethodName()))
        .map(test -> DynamicTest.dynamicTest(test.getMethodName(), () -> run(test)));
  }

  @Test
  void refusesAQuestionThatIsTooLarge() {
    ManagedChannel channel = new InteropSuite().createChannelBuilder().build();
    try {
      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(
              () ->
                  AdClickQueryGrpc.newBlockingStub(channel)
                      .getAggregatedCount(
                          GetAggregatedCountRequest.newBuilder()
                              .setAdId("a".repeat(11_000_000))
                              .build()))
          .satisfies(
              refused -> {
                assertThat(refused.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
                assertThat(refused.getStatus().getDescription())
                    .isEqualTo("the question is too large");
              });
    } finally {
      channel.shutdownNow();
    }
  }

  private static List<Description> tests() {
    return Request.aClass(InteropSuite.class).getRunner().getDescription().getChildren();
  }

  private static void run(Description test) {
    Result result =
        new JUnitCore()
            .run(
                Request.aClass(InteropSuite.class).filterWith(Filter.matchMethodDescription(test)));
    for (Failure failure : result.getFailures()) {
      throw new AssertionError(test.getMethodName(), failure.getException());
    }
    assertThat(result.getRunCount()).as(test.getMethodName()).isEqualTo(1);
    assertThat(result.getIgnoreCount() + result.getAssumptionFailureCount())
        .as(test.getMethodName())
        .isZero();
  }
}
