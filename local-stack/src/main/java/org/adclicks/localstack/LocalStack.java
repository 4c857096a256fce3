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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.adclicks.localstack.process.ChildProcess;
import org.adclicks.localstack.process.FolderTree;
import org.adclicks.localstack.process.FreePort;
import org.adclicks.localstack.process.LogFolder;
import org.adclicks.localstack.process.StackFailure;
import org.adclicks.localstack.secure.StackSecurity;
import org.adclicks.localstack.server.CassandraProcess;
import org.adclicks.localstack.server.FlinkCluster;
import org.adclicks.localstack.server.KafkaProcess;
import org.adclicks.localstack.server.Node;

/**
 * The whole system on this machine: Kafka, Cassandra, the streaming pipeline and the query service,
 * each a real process.
 *
 * <p>State: all under one folder. What Kafka and Cassandra hold is found again when a stack is
 * started there later.
 */
public final class LocalStack implements AutoCloseable {

  /** As runner-configs/prometheus has it. */
  private static final int USUAL_METRICS_PORT = 9260;

  /** Beyond those of a cluster. */
  private static final int USUAL_STORE_METRICS_PORT = 9270;

  /** One for all looks: each has threads of its own, which outlive it. */
  private static final HttpClient HEALTH =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final StackPlan plan;
  private final Path stateDir;
  private final Consumer<String> progress;
  private final Endpoints endpoints;

  /** The same for jobs and service, which relays may stand before. */
  private final Endpoints inner;

  private final LogFolder logs;
  private final ServerParts servers;
  private final Part pipeline;
  private final Optional<Part> store;
  private final Optional<ClusterParts> cluster;
  private final Part service;

  private LocalStack(StackPlan plan, Endpoints endpoints, Consumer<String> progress) {
    this.plan = plan;
    this.stateDir = plan.stateDir();
    this.progress = progress;
    this.endpoints = endpoints;
    this.inner = plan.relays().map(relays -> relays.seen(endpoints)).orElse(endpoints);
    this.logs = LogFolder.of(stateDir);
    if (plan.isSecured()) {
      progress.accept("making certificates in " + StackSecurity.folderOf(stateDir));
    }
    this.servers =
        ServerParts.of(plan, endpoints, plan.isSecured() ? StackSecurity.in(stateDir) : null);
    this.pipeline = new Part("pipeline", this::startPipeline, servers.forJobs());
    this.service = new Part("query-service", this::startService, servers.forReaders());
    this.store =
        plan.isQueued()
            ? Optional.of(new Part("store", this::startStore, servers.forJobs()))
            : Optional.empty();
    this.cluster =
        endpoints.flinkPort().stream()
            .mapToObj(
                port ->
                    new ClusterParts(
                        stateDir,
                        port,
                        endpoints.metricsPort(),
                        OwnProcesses.streamOptions(inner, plan),
                        plan.startTimeout(),
                        servers.forJobs()))
            .findFirst();
  }

  /**
   * Starts everything and returns when the query service says it is healthy. Uses the servers'
   * usual ports where they are free.
   *
   * @param progress is told each step, a line at a time
   * @throws StackFailure if a part does not come up; those that did are stopped
   */
  public static LocalStack start(StackPlan plan, Consumer<String> progress) {
    return start(
        plan,
        new Endpoints(
            plan.nodes(),
            Node.portFor(plan.nodes(), KafkaProcess.USUAL_PORT),
            plan.relays()
                .map(RelayedPorts::cassandraServer)
                .orElseGet(() -> Node.portFor(plan.nodes(), CassandraProcess.USUAL_PORT)),
            plan.takePagePort(),
            FreePort.preferring(USUAL_METRICS_PORT),
            plan.isQueued()
                ? OptionalInt.of(FreePort.preferring(USUAL_STORE_METRICS_PORT))
                : OptionalInt.empty(),
            archiveIn(plan.stateDir()),
            plan.runner() == Runner.FLINK_CLUSTER
                ? OptionalInt.of(FreePort.preferring(FlinkCluster.USUAL_PAGE_PORT))
                : OptionalInt.empty(),
            plan.isSecured() ? StackSecurity.folderOf(plan.stateDir()) : null),
        progress);
  }

  /** The same, apart from all others: on ports nobody would guess. */
  public static LocalStack startApart(StackPlan plan, Consumer<String> progress) {
    return start(
        plan,
        new Endpoints(
            1,
            FreePort.any(),
            FreePort.any(),
            FreePort.any(),
            FreePort.any(),
            plan.isQueued() ? OptionalInt.of(FreePort.any()) : OptionalInt.empty(),
            archiveIn(plan.stateDir()),
            OptionalInt.empty(),
            null),
        progress);
  }

  private static LocalStack start(StackPlan plan, Endpoints endpoints, Consumer<String> progress) {
    LocalStack stack = new LocalStack(plan, endpoints, progress);
    try {
      stack.servers.start(progress);
      stack.startOwn();
      stack.logs.keepBounded();
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  private static Path archiveIn(Path stateDir) {
    return stateDir.resolve("archive");
  }

  public Endpoints endpoints() {
    return endpoints;
  }

  /** Its parts, in the order they were started. */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>(servers.parts());
    parts.addAll(engine());
    parts.add(service);
    return parts;
  }

  private List<Part> engine() {
    List<Part> jobs = new ArrayList<>(cluster.map(ClusterParts::parts).orElse(List.of(pipeline)));
    store.ifPresent(jobs::add);
    return jobs;
  }

  /**
   * Ends a cluster's job with a savepoint, for the next stack of this folder to go on from. What
   * runs in one process does so from its checkpoints anyway.
   */
  public void stopJob() {
    cluster.ifPresent(parts -> parts.stopWithSavepoint(progress));
  }

  /** Everything that was started, in that order. */
  public List<ChildProcess> processes() {
    return parts().stream().flatMap(part -> part.process().stream()).toList();
  }

  /** Completes with the first process that ends. */
  public CompletableFuture<ChildProcess> firstEnd() {
    return CompletableFuture.anyOf(
            processes().stream().map(ChildProcess::ended).toArray(CompletableFuture[]::new))
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
        ChildProcess.run(OwnProcesses.tool(arguments, plan.sizes()), stateDir, output, firstEnd());
    requireAlive();
    return exitCode;
  }

  /**
   * Makes sure that nothing has ended so far.
   *
   * @throws StackFailure with the end of its log, if something has
   */
  public void requireAlive() {
    for (ChildProcess process : processes()) {
      if (!process.isAlive()) {
        throw new StackFailure(process.describeEnd());
      }
    }
  }

  /** Starts a command of the pipeline module that runs along, e.g. {@code generate --kafka}. */
  public ChildProcess startTool(List<String> arguments) {
    endpoints.write(stateDir);
    return ChildProcess.start(OwnProcesses.tool(arguments, plan.sizes()), stateDir);
  }

  /** Stops everything, those that use the servers before the servers. */
  @Override
  public void close() {
    List<Part> own = new ArrayList<>(engine());
    own.add(service);
    closeTogether(own);
    closeTogether(servers.parts());
    logs.close();
  }

  private void startOwn() {
    startEngine();
    progress.accept("starting the query service on port " + endpoints.queryPort());
    service.start();
    requireAlive();
    progress.accept("ready: " + endpoints.url());
  }

  private void startEngine() {
    if (cluster.isPresent()) {
      progress.accept(
          "starting a Flink cluster for the pipeline; its page is "
              + endpoints.flinkUrl().orElseThrow());
      cluster.get().start();
    } else {
      progress.accept("starting the pipeline (" + plan.runner().beamName() + ")");
      pipeline.start();
    }
    if (store.isPresent()) {
      progress.accept("starting the job from the queue to the store");
      store.get().start();
    }
  }

  private ChildProcess startPipeline() {
    return ChildProcess.start(
        OwnProcesses.stream(inner, plan, emptyTemporaryFolder("tmp")), stateDir);
  }

  private ChildProcess startStore() {
    return ChildProcess.start(
        OwnProcesses.store(inner, plan, emptyTemporaryFolder("store-tmp")), stateDir);
  }

  private ChildProcess startService() {
    ChildProcess started = ChildProcess.start(OwnProcesses.serve(inner, plan.sizes()), stateDir);
    try {
      started.awaitReady(this::isHealthy, plan.startTimeout());
    } catch (StackFailure e) {
      started.close();
      throw e;
    }
    return started;
  }

  // Engines unpack libraries there and leave them: some 20 MB a start.
  private Path emptyTemporaryFolder(String name) {
    Path folder = stateDir.resolve(name);
    try {
      FolderTree.empty(folder);
    } catch (IOException e) {
      throw new StackFailure("cannot empty " + folder + ": " + e.getMessage(), e);
    }
    return folder;
  }

  private boolean isHealthy() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoints.url() + "/healthz"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return HEALTH.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted while waiting for the query service", e);
    }
  }

  private static void closeTogether(List<Part> some) {
    List<CompletableFuture<Void>> closing = new ArrayList<>();
    for (Part part : some) {
      part.process().ifPresent(process -> closing.add(CompletableFuture.runAsync(process::close)));
    }
    closing.forEach(CompletableFuture::join);
  }
}
