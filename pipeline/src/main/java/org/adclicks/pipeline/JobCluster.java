package org.adclicks.pipeline;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.IntConsumer;
import org.apache.flink.client.deployment.application.ApplicationClusterEntryPoint;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.client.program.ProgramInvocationException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;
import org.apache.flink.core.security.FlinkSecurityManager;
import org.apache.flink.runtime.clusterframework.ApplicationStatus;
import org.apache.flink.runtime.entrypoint.ClusterEntryPointExceptionUtils;
import org.apache.flink.runtime.entrypoint.ClusterEntrypointException;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.resourcemanager.StandaloneResourceManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JobManager of a Flink cluster that runs the stream and nothing else (Flink's application
 * mode): a process of its own, which ends with the job.
 *
 * <p>Started again after it has died, it goes on from the newest checkpoint or savepoint in the
 * folders of its configuration. There must be one at a time.
 *
 * <p>Flink ends its clusters with 2 when they break. Here 2 is a refusal, after which nobody starts
 * it again, so that whatever breaks ends with 1.
 */
@SuppressWarnings("try") // Flink's close() says that it may throw anything.
final class JobCluster extends ApplicationClusterEntryPoint {

  private static final Logger LOG = LoggerFactory.getLogger(JobCluster.class);

  private final IntConsumer exit;

  private JobCluster(Configuration cluster, PackagedProgram job, IntConsumer exit) {
    super(cluster, job, StandaloneResourceManagerFactory.getInstance());
    this.exit = exit;
  }

  /**
   * One that is ready to be started.
   *
   * @param exit ends the process at once
   */
  static JobCluster of(Configuration cluster, String[] options, IntConsumer exit) throws Exception {
    PackagedProgram job = job(cluster, options);
    configureExecution(cluster, job);
    return new JobCluster(cluster, job, exit);
  }

  /**
   * Flink's configuration in a folder, with what the job is to go on from.
   *
   * @throws IOException if a folder of checkpoints cannot be read
   */
  static Configuration configuration(String folder) throws IOException {
    Configuration cluster = GlobalConfiguration.loadConfiguration(folder);
    FileSystem.initialize(cluster, PluginUtils.createPluginManagerFromRootFolder(cluster));
    goOn(cluster);
    return cluster;
  }

  /** Returns how the process is to end, when the job has. */
  static int run(Configuration cluster, String[] options) throws Exception {
    JobCluster started = of(cluster, options, FlinkSecurityManager::forceProcessExit);
    try {
      started.startCluster();
    } catch (ClusterEntrypointException e) {
      LOG.error("The JobManager could not be started", e);
      return ExitCodes.FAILED;
    }
    return exitCode(started.getTerminationFuture());
  }

  static int exitCode(CompletableFuture<ApplicationStatus> ended) throws InterruptedException {
    try {
      ApplicationStatus status = ended.get();
      LOG.info("The JobManager has ended: {}", status);
      return status.processExitCode() == 0 ? ExitCodes.DONE : ExitCodes.FAILED;
    } catch (ExecutionException e) {
      LOG.error("The JobManager has ended, and not everything of it could be closed", e);
      return ExitCodes.FAILED;
    }
  }

  @Override
  public void onFatalError(Throwable failure) {
    ClusterEntryPointExceptionUtils.tryEnrichClusterEntryPointError(failure);
    LOG.error("The JobManager ends: something broke that it cannot go on without", failure);
    exit.accept(ExitCodes.FAILED);
  }

  /** What the configuration says wins: an operator goes back to an older savepoint that way. */
  private static void goOn(Configuration cluster) throws IOException {
    if (SavepointRestoreSettings.fromConfiguration(cluster).restoreSavepoint()) {
      return;
    }
    Optional<RetainedState> newest = RetainedState.newest(cluster);
    if (newest.isPresent()) {
      LOG.info("Going on from {}", newest.get().folder());
      SavepointRestoreSettings.toConfiguration(newest.get().settings(), cluster);
    }
  }

  private static PackagedProgram job(Configuration cluster, String[] options)
      throws ProgramInvocationException {
    return PackagedProgram.newBuilder()
        .setEntryPointClassName(ClusterJob.class.getName())
        .setArguments(options)
        .setConfiguration(cluster)
        .setSavepointRestoreSettings(SavepointRestoreSettings.fromConfiguration(cluster))
        .build();
  }
}
