package org.adclicks.localstack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.adclicks.localstack.process.ChildProcess;
import org.adclicks.localstack.process.FreePort;
import org.adclicks.localstack.server.FlinkCluster;
import org.adclicks.localstack.server.FlinkPage;

/** The pipeline of a stack as a Flink cluster: a JobManager and two TaskManagers. */
final class ClusterParts {

  private static final int TASK_MANAGERS = 2;

  /** Less than a {@code down} waits for the supervisor. */
  private static final Duration SAVEPOINT = Duration.ofSeconds(60);

  private final FlinkCluster cluster;
  private final Part jobManager;
  private final List<Part> taskManagers;

  /** Parts that were not started yet; the JobManager is when those it needs are up. */
  ClusterParts(
      Path stateDir,
      int pagePort,
      int metricsPort,
      List<String> jobOptions,
      Duration startTimeout,
      Part... needs) {
    this.cluster = new FlinkCluster(stateDir, pagePort, FreePort.any(), metricsPort, startTimeout);
    List<String> options = new ArrayList<>(jobOptions);
    options.add("--parallelism=" + TASK_MANAGERS);
    // As in production: RocksDB reads and writes a part whole.
    options.add("--stateParts=4096");
    options.add("--executionRetryDelay=2000");
    this.jobManager = new Part("jobmanager", () -> cluster.startJobManager(options), needs);
    this.taskManagers =
        IntStream.rangeClosed(1, TASK_MANAGERS)
            .mapToObj(
                number ->
                    new Part(
                        "taskmanager-" + number,
                        () -> cluster.startTaskManager(number),
                        jobManager))
            .toList();
  }

  /** The JobManager first. */
  List<Part> parts() {
    return Stream.concat(Stream.of(jobManager), taskManagers.stream()).toList();
  }

  /** Starts all of them and waits until the job runs. */
  void start() {
    ChildProcess master = jobManager.start();
    List<ChildProcess> workers = taskManagers.stream().map(Part::start).toList();
    cluster.awaitRunning(master, workers);
  }

  /** Ends the job with a savepoint; if that cannot be had, says why and leaves it as it is. */
  void stopWithSavepoint(Consumer<String> progress) {
    FlinkPage.Stop stop = cluster.page().stopWithSavepoint(SAVEPOINT);
    progress.accept(
        stop.savepoint()
            .map("the job has stopped with the savepoint "::concat)
            .orElse(
                "no savepoint: %s; the job will go on from its newest checkpoint"
                    .formatted(stop.reason())));
  }
}
