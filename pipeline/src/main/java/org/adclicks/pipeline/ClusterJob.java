package org.adclicks.pipeline;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.adclicks.pipeline.engine.EngineChecks;
import org.adclicks.pipeline.engine.StreamArguments;
import org.adclicks.pipeline.options.InvalidOptionsException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.jobmanager.HighAvailabilityMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The stream as the main class of a Flink application: hands its graph to the cluster it runs in,
 * and is done. What is said in the cluster's configuration (state, checkpoint folders, where to go
 * on from) is not said in options.
 */
public final class ClusterJob {

  private static final String MASTER = "flinkMaster";
  private static final String OWN_CLUSTER = "[auto]";

  private ClusterJob() {}

  /** Takes the stream's options. */
  public static void main(String[] args) throws IOException, InvalidOptionsException {
    ReadableConfig cluster =
        StreamExecutionEnvironment.getExecutionEnvironment().getConfiguration();
    StreamJob.of(complete(List.of(args)), restoredFrom(cluster)).start();
  }

  /** Says early what {@link #main} would refuse in a cluster configured so. */
  static void check(List<String> arguments, ReadableConfig cluster)
      throws IOException, InvalidOptionsException {
    StreamJob.of(complete(arguments), restoredFrom(cluster)).fittingGraph();
  }

  private static Map<String, String> complete(List<String> arguments)
      throws InvalidOptionsException {
    Map<String, String> options = StreamArguments.complete(arguments);
    EngineChecks.checkInsideCluster(options);
    options.put(MASTER, OWN_CLUSTER);
    // Without both, the engine deletes its checkpoints when the job is cancelled.
    options.putIfAbsent("externalizedCheckpointsEnabled", "true");
    options.putIfAbsent("retainExternalizedCheckpointsOnCancellation", "true");
    return options;
  }

  /**
   * What the configuration says. A cluster that remembers its checkpoints elsewhere (Kubernetes,
   * ZooKeeper) goes on from there after its first start, and what is said may be gone by then.
   */
  private static Optional<String> restoredFrom(ReadableConfig cluster) throws IOException {
    String said = SavepointRestoreSettings.fromConfiguration(cluster).getRestorePath();
    boolean remembers =
        HighAvailabilityMode.isHighAvailabilityModeActivated(
            Configuration.fromMap(cluster.toMap()));
    return said == null || (remembers && !RestoredState.isThere(said))
        ? Optional.empty()
        : Optional.of(said);
  }
}
