package org.adclicks.benchmarks.system;

import com.datastax.oss.driver.api.core.CqlSession;
import com.google.protobuf.util.Timestamps;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.benchmarks.harness.BenchmarkOptions;
import org.adclicks.benchmarks.harness.WorkFolder;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.LocalStack;
import org.adclicks.localstack.Runner;
import org.adclicks.localstack.StackPlan;
import org.adclicks.localstack.demo.QueryClient;
import org.adclicks.localstack.process.ChildProcess;
import org.adclicks.localstack.process.StackFailure;
import org.adclicks.localstack.server.CassandraProcess;
import org.adclicks.localstack.server.SchemaMigration;
import org.adclicks.localstack.server.StackSizes;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.v1.GetAggregatedCountRequest;
import org.adclicks.v1.GetAggregatedCountResponse;
import org.adclicks.v1.ListMinutesRequest;
import org.adclicks.v1.ListMinutesResponse;

/**
 * A whole local stack in a folder of its own, and a client of its query service. Closed, or by
 * Ctrl-C, it leaves neither process nor file.
 *
 * <p>Errors: {@link BenchmarkFailure} with the end of its log, when a part of it has ended.
 */
final class StackUnderTest implements AutoCloseable {

  private static final String GENERATOR_LOG = "logs/generate.log";

  private final WorkFolder folder;
  private final LocalStack stack;
  private final QueryClient client;
  private MonthOfClicks month = MonthOfClicks.endingNow(0);
  private volatile boolean closed;

  private StackUnderTest(WorkFolder folder, LocalStack stack) {
    this.folder = folder;
    this.stack = stack;
    this.client = QueryClient.of(stack.endpoints());
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop-stack"));
  }

  /** One of these sizes, otherwise usual. */
  static StackUnderTest start(WorkFolder folder, StackSizes sizes) {
    return start(folder, plan -> plan.withSizes(sizes));
  }

  /** On embedded Flink. */
  static StackUnderTest start(WorkFolder folder, UnaryOperator<StackPlan> plan) {
    try {
      return new StackUnderTest(
          folder,
          LocalStack.startApart(
              plan.apply(StackPlan.of(folder.path(), Runner.FLINK)), BenchmarkOptions::say));
    } catch (StackFailure e) {
      folder.close();
      throw new BenchmarkFailure(String.valueOf(e.getMessage()), e);
    }
  }

  /** Kafka, Cassandra, pipeline and query service. */
  List<ChildProcess> processes() {
    return stack.processes();
  }

  ChildProcess pipeline() {
    return stack.processes().stream()
        .filter(process -> "pipeline".equals(process.name()))
        .findFirst()
        .orElseThrow(() -> new BenchmarkFailure("the stack has no pipeline"));
  }

  /** Begins to send. */
  ChildProcess generate(Load load) {
    return stack.startTool(load.generatorArguments());
  }

  UserQuestions askOfUsers() {
    return new UserQuestions(client, Load.USERS);
  }

  /** Writes them beside what the stack's own pipeline writes, in the buckets it has. */
  void keep(MonthOfClicks past, ClickBuckets buckets) {
    try (CqlSession session = storeSession()) {
      past.writeTo(session, buckets);
    }
    month = past;
  }

  MonthQuestions askOfMonths() {
    return new MonthQuestions(client, month);
  }

  Path generatorLog() {
    return folder.path().resolve(GENERATOR_LOG);
  }

  /** The last ten minutes up to as_of. */
  ListMinutesResponse newestMinutes() {
    return ask(ListMinutesRequest.getDefaultInstance());
  }

  /** How far all that has arrived is counted in answers that include open minutes; 0 if not yet. */
  long countedThroughMillis() {
    try {
      GetAggregatedCountResponse answer =
          client
              .grpc()
              .getAggregatedCount(
                  GetAggregatedCountRequest.newBuilder()
                      .setAdId("ad-1")
                      .setIncludeOpen(true)
                      .build());
      return Timestamps.toMillis(answer.getCountedThrough());
    } catch (StatusRuntimeException e) {
      // Not kept, or nothing counted yet; a service that is away shows in what else is asked.
      return 0;
    }
  }

  ListMinutesResponse minutes(long fromMillis, long toMillis) {
    return ask(
        ListMinutesRequest.newBuilder()
            .setFrom(String.valueOf(fromMillis))
            .setTo(String.valueOf(toMillis))
            .build());
  }

  private ListMinutesResponse ask(ListMinutesRequest request) {
    try {
      return client.grpc().listMinutes(request);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.FAILED_PRECONDITION) {
        // Nothing has been counted yet.
        return ListMinutesResponse.getDefaultInstance();
      }
      requireAlive();
      throw new BenchmarkFailure("the query service does not answer: " + e.getStatus(), e);
    }
  }

  void requireAlive() {
    if (closed) {
      throw new BenchmarkFailure("stopped");
    }
    try {
      stack.requireAlive();
    } catch (StackFailure e) {
      throw new BenchmarkFailure(String.valueOf(e.getMessage()), e);
    }
  }

  /** How many batches of rows, each of one partition, each table has taken so far. */
  Map<String, Long> batchesWritten() {
    Map<String, Long> written = new TreeMap<>();
    try (CqlSession session = storeSession()) {
      session
          .execute("SELECT keyspace_name, table_name, count FROM system_views.local_write_latency")
          .forEach(
              row -> {
                if (Endpoints.KEYSPACE.equals(row.getString("keyspace_name"))) {
                  written.put(String.valueOf(row.getString("table_name")), row.getLong("count"));
                }
              });
    }
    return written;
  }

  private CqlSession storeSession() {
    CqlSession session =
        SchemaMigration.connect(stack.endpoints().cassandraAddress(), CassandraProcess.DATACENTER);
    session.execute("USE " + Endpoints.KEYSPACE);
    return session;
  }

  /** Twice is once: Ctrl-C may come in the middle. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    client.close();
    stack.close();
    folder.close();
  }
}
