package org.adclicks.pipeline.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Refuses options with which the stream would fail on Dataflow, or lose what it writes.
 *
 * <p>Source: docs/decisions/0033.
 */
final class DataflowChecks {

  private static final List<String> REQUIRED = List.of("project", "region", "tempLocation");
  private static final String RUNNER_V1 = "disable_runner_v2";

  private DataflowChecks() {}

  /** Adds to the problems what is wrong with complete arguments. */
  static void check(Map<String, String> options, List<String> problems) {
    List<String> missing = new ArrayList<>();
    for (String name : REQUIRED) {
      if (!options.containsKey(name)) {
        missing.add("--" + name);
      }
    }
    if (!missing.isEmpty()) {
      problems.add("--runner=DataflowRunner needs " + String.join(", ", missing));
    }
    if (!Arrays.asList(options.getOrDefault("experiments", "").split(",", -1))
        .contains(RUNNER_V1)) {
      problems.add(
          "--experiments must have " + RUNNER_V1 + ": the stream's state in maps needs Runner v1");
    }
    if (!"true".equals(options.get("enableStreamingEngine"))) {
      problems.add("--enableStreamingEngine must be true: state in maps streams on no other");
    }
    String archive = options.get("archiveDir");
    if (archive != null && !archive.contains("://")) {
      problems.add(
          "--archiveDir="
              + archive
              + " is a folder of one worker, and gone with it: give one all see, gs://...");
    }
  }
}
