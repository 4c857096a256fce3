package org.adclicks.localstack.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.adclicks.localstack.process.ChildCommand;
import org.adclicks.localstack.process.ChildProcess;
import org.adclicks.localstack.process.FolderTree;
import org.adclicks.localstack.process.Installation;
import org.adclicks.localstack.process.StackFailure;

/**
 * A Flink cluster of one job (application mode) as real processes on loopback: a JobManager, which
 * ends with the job, and TaskManagers of one slot each.
 *
 * <p>State: checkpoints, savepoints and RocksDB's files under the folder it is started with;
 * started there again, the job goes on from the newest of the first two.
 */
public final class FlinkCluster {

  /** The port Flink's page is usually found at. */
  public static final int USUAL_PAGE_PORT = 8081;

  private static final int TASK_MANAGER_HEAP_MEBIBYTES = 576;
  private static final int DIRECT_MEBIBYTES = 192;

  /**
   * More than there are processes: one that is started again may find the port of the dead taken.
   */
  private static final int METRICS_PORTS = 6;

  // The two heap sizes add up to TASK_MANAGER_HEAP_MEBIBYTES; off heap and network to the direct
  // memory. A dead TaskManager is replaced by the next of its name, or missed after three beats.
  private static final String SETTINGS =
      """
      jobmanager.rpc.address: 127.0.0.1
      jobmanager.rpc.port: %d
      jobmanager.bind-host: 127.0.0.1
      rest.address: 127.0.0.1
      rest.bind-address: 127.0.0.1
      rest.port: %d
      rest.bind-port: %d
      taskmanager.host: 127.0.0.1
      taskmanager.bind-host: 127.0.0.1
      taskmanager.numberOfTaskSlots: 1
      taskmanager.cpu.cores: 1.0
      taskmanager.memory.framework.heap.size: 64m
      taskmanager.memory.task.heap.size: 512m
      taskmanager.memory.framework.off-heap.size: 64m
      taskmanager.memory.task.off-heap.size: 64m
      taskmanager.memory.network.min: 64m
      taskmanager.memory.network.max: 64m
      taskmanager.memory.managed.size: 256m
      taskmanager.memory.jvm-metaspace.size: 256m
      taskmanager.memory.jvm-overhead.min: 192m
      taskmanager.memory.jvm-overhead.max: 192m
      heartbeat.interval: 2000
      heartbeat.timeout: 20000
      security.module.factory.classes: org.apache.flink.runtime.security.modules.JaasModuleFactory
      security.context.factory.classes: org.apache.flink.runtime.security.contexts.NoOpSecurityContextFactory
      security.delegation.tokens.enabled: false
      web.cancel.enable: false
      web.submit.enable: false
      metrics.reporters: adclicks
      metrics.reporter.adclicks.factory.class: org.adclicks.pipeline.metrics.FlinkJobReporterFactory
      metrics.reporter.adclicks.interval: 5 s
      metrics.reporter.adclicks.port: %d-%d
      state.backend.type: rocksdb
      state.backend.rocksdb.log.level: WARN_LEVEL
      execution.checkpointing.incremental: true
      state.backend.incremental: true
      state.checkpoints.num-retained: 2
      state.checkpoints.dir: %s
      state.savepoints.dir: %s
      """;

  private final Path stateDir;
  private final int pagePort;
  private final int rpcPort;
  private final int metricsPort;
  private final Duration startTimeout;
  private final FlinkPage page;

  /**
   * A cluster that was not started yet.
   *
   * @param metricsPort the first of those on which its processes show the job's metrics
   */
  public FlinkCluster(
      Path stateDir, int pagePort, int rpcPort, int metricsPort, Duration startTimeout) {
    this.stateDir = stateDir;
    this.pagePort = pagePort;
    this.rpcPort = rpcPort;
    this.metricsPort = metricsPort;
    this.startTimeout = startTimeout;
    this.page = new FlinkPage(pagePort);
  }

  /** What its JobManager says of the job. */
  public FlinkPage page() {
    return page;
  }

  /** Starts the JobManager with the job's options and waits until it answers. */
  public ChildProcess startJobManager(List<String> jobOptions) {
    List<String> arguments =
        new ArrayList<>(List.of("pipeline", "jobmanager", "--conf=" + settings()));
    arguments.addAll(jobOptions);
    ChildProcess process =
        start(
            command(
                "jobmanager",
                "org.adclicks.pipeline.Main",
                List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                arguments));
    return whenReady(process, page::answers);
  }

  /** Starts the TaskManager of that number. It waits for the JobManager by itself. */
  public ChildProcess startTaskManager(int number) {
    String name = "taskmanager-" + number;
    return start(
        command(
                name,
                "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                List.of(
                    "-Xmx" + TASK_MANAGER_HEAP_MEBIBYTES + "m",
                    "-XX:MaxDirectMemorySize=" + DIRECT_MEBIBYTES + "m",
                    "-XX:+UseSerialGC"),
                List.of(
                    "--configDir",
                    settings().toString(),
                    "-Dtaskmanager.resource-id=" + name,
                    // A file a state: not among the logs, but with the state, which goes with the
                    // process.
                    "-Dstate.backend.rocksdb.log.dir=" + temporaryFolder(name)))
            .behindOthers());
  }

  /**
   * Waits until all of the job's tasks run.
   *
   * @param workers which must not end meanwhile
   * @throws StackFailure with the end of the log of what has ended, as the JobManager does with a
   *     job that cannot go on from what it has left
   */
  public void awaitRunning(ChildProcess jobManager, List<ChildProcess> workers) {
    jobManager.awaitReady(
        () -> {
          workers.stream()
              .filter(worker -> !worker.isAlive())
              .findFirst()
              .ifPresent(
                  ended -> {
                    throw new StackFailure(ended.describeEnd());
                  });
          return page.jobs().stream().anyMatch(FlinkPage.Job::isRunning);
        },
        startTimeout);
  }

  private ChildProcess whenReady(ChildProcess process, BooleanSupplier condition) {
    try {
      process.awaitReady(condition, startTimeout);
      return process;
    } catch (StackFailure e) {
      process.close();
      throw e;
    }
  }

  private ChildProcess start(ChildCommand command) {
    return ChildProcess.start(command, stateDir);
  }

  private ChildCommand command(
      String name, String mainClass, List<String> jvmOptions, List<String> arguments) {
    List<String> options = new ArrayList<>(jvmOptions);
    options.addAll(Installation.openedPackages());
    options.add("-Djava.io.tmpdir=" + emptyTemporaryFolder(name));
    // For Flink's page to show.
    options.add("-Dlog.file=" + stateDir.resolve("logs").resolve(name + ".log"));
    return new ChildCommand(
        name, Installation.find().serverClassPath("flink"), mainClass, options, arguments);
  }

  private Path temporaryFolder(String name) {
    return stateDir.resolve("tmp").resolve(name);
  }

  private Path emptyTemporaryFolder(String name) {
    Path folder = temporaryFolder(name);
    try {
      FolderTree.empty(folder);
      return folder;
    } catch (IOException e) {
      throw new StackFailure("cannot empty " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Writes them, the same for all processes; the folder they are in. */
  private Path settings() {
    Path folder = folder();
    try {
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve("config.yaml"),
          SETTINGS.formatted(
              rpcPort,
              pagePort,
              pagePort,
              metricsPort,
              metricsPort + METRICS_PORTS - 1,
              state("checkpoints"),
              state("savepoints")),
          StandardCharsets.UTF_8);
      return folder;
    } catch (IOException e) {
      throw new StackFailure("flink's folder " + folder + " cannot be written: " + e, e);
    }
  }

  /** Not that of an embedded Flink's checkpoints: neither could go on from the other's. */
  private Path folder() {
    return stateDir.resolve("flink");
  }

  /** As Flink's paths are written: they look like URIs, but nothing in them is escaped. */
  private String state(String name) {
    return "'file://" + folder().resolve(name).toString().replace("'", "''") + "'";
  }
}
