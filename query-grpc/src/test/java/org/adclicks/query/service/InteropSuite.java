package org.adclicks.query.service;

import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannelBuilder;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.testing.integration.AbstractInteropTest;
import java.util.Map;
import org.adclicks.proto.client.ServiceKey;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

/** gRPC's own tests of a server, with a key. Run one by one by {@link InteropIT}. */
@RunWith(JUnit4.class)
public final class InteropSuite extends AbstractInteropTest {

  private static volatile int port;
  private static volatile String key = "";

  /** Where the service is, for all tests to come. */
  static void ask(int atPort, String withKey) {
    port = atPort;
    key = withKey;
  }

  @Override
  protected ManagedChannelBuilder<?> createChannelBuilder() {
    ServiceKey known = ServiceKey.of(Map.of(ServiceKey.VARIABLE, key)).orElseThrow();
    return OkHttpChannelBuilder.forAddress("127.0.0.1", port, InsecureChannelCredentials.create())
        .maxInboundMessageSize(MAX_MESSAGE_SIZE)
        .intercept(known.interceptor());
  }

  /** Those of OpenCensus, which we do not use. */
  @Override
  protected boolean metricsExpected() {
    return false;
  }
}
