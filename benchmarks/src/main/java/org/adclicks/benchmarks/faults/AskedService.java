package org.adclicks.benchmarks.faults;

import java.util.concurrent.TimeUnit;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.demo.QueryClient;
import org.adclicks.v1.AdClickQueryGrpc.AdClickQueryBlockingStub;

/** The query service of a stack that may move, as all who ask it see it. */
final class AskedService implements AutoCloseable {

  private static final long DEADLINE_MILLIS = 5_000;

  private volatile Endpoints endpoints;
  private volatile QueryClient client;

  AskedService(Endpoints endpoints) {
    this.endpoints = endpoints;
    this.client = QueryClient.of(endpoints);
  }

  /** Is asked there from now on. */
  void movedTo(Endpoints moved) {
    QueryClient before = client;
    endpoints = moved;
    client = QueryClient.of(moved);
    before.close();
  }

  /** Where its stack is now. */
  Endpoints endpoints() {
    return endpoints;
  }

  /** For questions that have five seconds from now, all together. */
  AdClickQueryBlockingStub grpc() {
    return client.grpc().withDeadlineAfter(DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    client.close();
  }
}
