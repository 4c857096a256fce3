package org.adclicks.pipeline.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.adclicks.pipeline.options.InvalidOptionsException;

/** Refuses options of the engine that would be ignored in silence, or cannot work. */
public final class EngineChecks {

  private static final String DATAFLOW = "org.apache.beam.runners.dataflow.DataflowRunner";

  /**
   * Options of ours and Beam's that a cluster's own configuration has instead: its processes show
   * metrics by Flink's reporters.
   */
  private static final List<String> CLUSTERS_OWN =
      List.of(
          CheckpointFolder.OPTION,
          "savepointPath",
          "stateBackend",
          "stateBackendStoragePath",
          EmbeddedFlinkConf.OPTION,
          "metricsPort",
          "metricsHost");

  private EngineChecks() {}

  /**
   * Checks what is to run inside a Flink cluster of its own: nothing may be said that the cluster
   * would not hear.
   *
   * @throws InvalidOptionsException naming all problems at once
   */
  public static void checkInsideCluster(Map<String, String> options)
      throws InvalidOptionsException {
    List<String> problems = new ArrayList<>();
    if (!"FlinkRunner".equals(options.get("runner"))) {
      problems.add("--runner=" + options.get("runner") + " is not Flink, whose cluster this is");
    }
    for (String option : CLUSTERS_OWN) {
      if (options.containsKey(option)) {
        problems.add(
            "--" + option + " would not be heard: it belongs in the cluster's config.yaml");
      }
    }
    requireCheckpoints(options, problems);
    if (!problems.isEmpty()) {
      throw new InvalidOptionsException(problems);
    }
  }

  /**
   * Checks complete arguments, before anything of ours is added to them.
   *
   * @throws InvalidOptionsException naming all problems at once
   */
  public static void check(Map<String, String> options) throws InvalidOptionsException {
    List<String> problems = new ArrayList<>();
    String runner = options.getOrDefault("runner", "");
    if (runner.equals("DataflowRunner")) {
      if (isThere(DATAFLOW)) {
        DataflowChecks.check(options, problems);
      } else {
        problems.add(
            "--runner=DataflowRunner needs Google's libraries, which this build has not:"
                + " build with ./mvnw -Pdataflow -DskipTests package first");
      }
    }
    if (runner.equals("FlinkRunner") && "[local]".equals(options.get("flinkMaster"))) {
      refuse("savepointPath", "is not read by a Flink inside this process", options, problems);
      refuse(
          EmbeddedFlinkConf.OPTION,
          "would replace what tells a Flink inside this process where to go on from",
          options,
          problems);
    }
    if (runner.equals("FlinkRunner") && !options.containsKey("inputFiles")) {
      requireCheckpoints(options, problems);
    }
    if (runner.equals("FlinkRunner")
        && options.containsKey("inputFiles")
        && "true".equals(options.get("streaming"))) {
      problems.add(
          "--streaming is not for --inputFiles, which are read to their end: leave it out");
    }
    if (runner.equals("FlinkRunner") && "[auto]".equals(options.get("flinkMaster"))) {
      problems.add(
          "--flinkMaster=[auto] is for the inside of a cluster: ./adclicks pipeline jobmanager");
    }
    String master = options.getOrDefault("flinkMaster", "");
    if (runner.equals("FlinkRunner")
        && !master.startsWith("[")
        && !options.getOrDefault("metricsPort", "").isEmpty()) {
      problems.add(
          "--metricsPort is of this process, and the job runs at "
              + master
              + ": set metrics.reporter.adclicks.port in the cluster's own configuration"
              + " (runner-configs/prometheus/flink-conf.yaml)");
    }
    if (!problems.isEmpty()) {
      throw new InvalidOptionsException(problems);
    }
  }

  private static void requireCheckpoints(Map<String, String> options, List<String> problems) {
    String mode = options.getOrDefault("checkpointingMode", "");
    String interval = options.getOrDefault("checkpointingInterval", "");
    if (!mode.equals("EXACTLY_ONCE")) {
      problems.add("--checkpointingMode=" + mode + " would count clicks twice: give EXACTLY_ONCE");
    }
    if (!interval.matches("0*[1-9][0-9]*")) {
      problems.add(
          "--checkpointingInterval="
              + interval
              + " makes no checkpoints, so no minute could ever be FINAL: give milliseconds, 30000"
              + " by default");
    }
  }

  private static void refuse(
      String option, String why, Map<String, String> options, List<String> problems) {
    if (options.containsKey(option)) {
      problems.add(
          "--"
              + option
              + " "
              + why
              + ": it would begin with the topic's first record. Give --"
              + CheckpointFolder.OPTION
              + ", or --flinkMaster=HOST:PORT of a cluster");
    }
  }

  private static boolean isThere(String className) {
    try {
      Class.forName(className, false, EngineChecks.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
