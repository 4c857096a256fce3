package org.adclicks.pipeline;

import java.io.IOException;
import java.util.Optional;
import org.apache.flink.client.deployment.application.ApplicationClusterEntryPoint;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.client.program.ProgramInvocationException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;
import org.apache.flink.runtime.entrypoint.ClusterEntrypoint;
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
 */
@SuppressWarnings("try") // Flink's close() says that it may throw anything.
final class JobCluster extends ApplicationClusterEntryPoint {

  private static final Logger LOG = LoggerFactory.getLogger(JobCluster.class);

  private JobCluster(Configuration cluster, PackagedProgram job) {
    super(cluster, job, StandaloneResourceManagerFactory.getInstance());
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

  /** Does not return before the process has ended, if it has started. */
  static void run(Configuration cluster, String[] options) throws Exception {
    PackagedProgram job = job(cluster, options);
    configureExecution(cluster, job);
    ClusterEntrypoint.runClusterEntrypoint(new JobCluster(cluster, job));
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
