package org.adclicks.localstack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The whole system on this machine: Kafka, Cassandra, the streaming pipeline and the query service,
 * each a real process.
 *
 * <p>State: all under one folder. What Kafka and Cassandra hold is found again when a stack is
 * started there later.
 */
public final class LocalStack implements AutoCloseable {

  private static final int USUAL_QUERY_PORT = 8080;
  // One per core of a small machine and one to spare: Flink reads a split per subtask best.
  private static final int CLICKS_PARTITIONS = 4;
  private static final Duration SERVICE_TIMEOUT = Duration.ofMinutes(2);

  private final List<ChildProcess> processes = new CopyOnWriteArrayList<>();
  private final Path stateDir;
  private final Consumer<String> progress;
  private final Endpoints endpoints;
  private final StackSizes sizes;

  private LocalStack(
      Path stateDir, Consumer<String> progress, Endpoints endpoints, StackSizes sizes) {
    this.stateDir = stateDir;
    this.progress = progress;
    this.endpoints = endpoints;
    this.sizes = sizes;
  }

  /**
   * Starts everything and returns when the query service says it is healthy. Uses the servers'
   * usual ports where they are free.
   *
   * @param progress is told each step, a line at a time
   * @throws StackFailure if a part does not come up; those that did are stopped
   */
  public static LocalStack start(Path stateDir, Runner runner, Consumer<String> progress) {
    return start(
        stateDir,
        runner,
        StackSizes.small(),
        new Endpoints(
            FreePort.preferring(KafkaProcess.USUAL_PORT),
            FreePort.preferring(CassandraProcess.USUAL_PORT),
            FreePort.preferring(USUAL_QUERY_PORT),
            archiveIn(stateDir)),
        progress);
  }

  /** The same, of another size and apart from all others: on ports nobody would guess. */
  public static LocalStack startApart(
      Path stateDir, Runner runner, StackSizes sizes, Consumer<String> progress) {
    return start(
        stateDir,
        runner,
        sizes,
        new Endpoints(FreePort.any(), FreePort.any(), FreePort.any(), archiveIn(stateDir)),
        progress);
  }

  private static LocalStack start(
      Path stateDir,
      Runner runner,
      StackSizes sizes,
      Endpoints endpoints,
      Consumer<String> progress) {
    LocalStack stack =
        new LocalStack(stateDir.toAbsolutePath().normalize(), progress, endpoints, sizes);
    try {
      stack.startServers();
      stack.startOwn(runner);
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  private static Path archiveIn(Path stateDir) {
    return stateDir.toAbsolutePath().normalize().resolve("archive");
  }

  public Endpoints endpoints() {
    return endpoints;
  }

  /** Everything that was started, in that order. */
  public List<ChildProcess> processes() {
    return List.copyOf(processes);
  }

  /** Completes with the first process that ends. */
  public CompletableFuture<ChildProcess> firstEnd() {
    return CompletableFuture.anyOf(
            processes.stream().map(ChildProcess::ended).toArray(CompletableFuture[]::new))
        .thenApply(ChildProcess.class::cast);
  }

  /**
   * Runs a command of the pipeline module to its end, e.g. {@code load FILE}.
   *
   * @throws StackFailure if a part of the stack ended meanwhile
   */
  public int run(List<String> arguments, Consumer<String> output) {
    endpoints.write(stateDir);
    int exitCode =
        ChildProcess.run(OwnProcesses.tool(arguments, sizes), stateDir, output, firstEnd());
    requireAlive();
    return exitCode;
  }

  /**
   * Makes sure that nothing has ended so far.
   *
   * @throws StackFailure with the end of its log, if something has
   */
  public void requireAlive() {
    for (ChildProcess process : processes) {
      if (!process.isAlive()) {
        throw new StackFailure(process.describeEnd());
      }
    }
  }

  /** Starts a command of the pipeline module that runs along, e.g. {@code generate --kafka}. */
  public ChildProcess startTool(List<String> arguments) {
    endpoints.write(stateDir);
    return ChildProcess.start(OwnProcesses.tool(arguments, sizes), stateDir);
  }

  /** Stops everything, those that use the servers before the servers. */
  @Override
  public void close() {
    List<ChildProcess> remaining = processes();
    int servers = Math.min(2, remaining.size());
    closeTogether(remaining.subList(servers, remaining.size()));
    closeTogether(remaining.subList(0, servers));
  }

  private void startServers() {
    progress.accept("starting kafka on port " + endpoints.kafkaPort());
    progress.accept("starting cassandra on port " + endpoints.cassandraPort());
    CompletableFuture<KafkaProcess> kafka =
        CompletableFuture.supplyAsync(
            () -> {
              KafkaProcess started = KafkaProcess.start(stateDir, endpoints.kafkaPort(), sizes);
              processes.add(started.process());
              createTopics(started);
              return started;
            });
    CompletableFuture<CassandraProcess> cassandra =
        CompletableFuture.supplyAsync(
            () -> {
              CassandraProcess started =
                  CassandraProcess.start(stateDir, endpoints.cassandraPort(), sizes);
              processes.add(started.process());
              return started;
            });
    try {
      CompletableFuture.allOf(kafka, cassandra).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof StackFailure failure
          ? failure
          : new StackFailure("the servers did not start: " + e.getCause(), e);
    }
    int steps =
        SchemaMigration.migrate(
            endpoints.cassandraAddress(), CassandraProcess.DATACENTER, Endpoints.KEYSPACE);
    progress.accept(
        "kafka and cassandra are up, " + (steps == 0 ? "schema is current" : "schema created"));
  }

  private static void createTopics(KafkaProcess kafka) {
    kafka.createTopics(
        Topic.byArrival(Endpoints.CLICKS_TOPIC, CLICKS_PARTITIONS),
        Topic.byArrival(Endpoints.REJECTED_TOPIC, 1).withRetention(Duration.ofDays(30)),
        Topic.byArrival(Endpoints.AGGREGATES_TOPIC, CLICKS_PARTITIONS));
  }

  private void startOwn(Runner runner) {
    progress.accept("starting the pipeline (" + runner.beamName() + ")");
    ChildProcess pipeline =
        ChildProcess.start(
            OwnProcesses.stream(endpoints, runner, sizes, emptyTemporaryFolder()), stateDir);
    processes.add(pipeline);
    progress.accept("starting the query service on port " + endpoints.queryPort());
    ChildProcess service = ChildProcess.start(OwnProcesses.serve(endpoints, sizes), stateDir);
    processes.add(service);
    service.awaitReady(this::isHealthy, SERVICE_TIMEOUT);
    if (!pipeline.isAlive()) {
      throw new StackFailure(pipeline.describeEnd());
    }
    progress.accept("ready: " + endpoints.url());
  }

  // Engines unpack libraries there and leave them: some 20 MB a start.
  private Path emptyTemporaryFolder() {
    Path folder = stateDir.resolve("tmp");
    try {
      FolderTree.empty(folder);
    } catch (IOException e) {
      throw new StackFailure("cannot empty " + folder + ": " + e.getMessage(), e);
    }
    return folder;
  }

  private boolean isHealthy() {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoints.url() + "/healthz"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted while waiting for the query service", e);
    }
  }

  private static void closeTogether(List<ChildProcess> some) {
    List<CompletableFuture<Void>> closing = new ArrayList<>();
    for (ChildProcess process : some) {
      closing.add(CompletableFuture.runAsync(process::close));
    }
    closing.forEach(CompletableFuture::join);
  }
}
