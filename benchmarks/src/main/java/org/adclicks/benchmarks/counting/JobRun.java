package org.adclicks.benchmarks.counting;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run of a measured job in a JVM of its own.
 *
 * @param clicks different clicks it counted
 * @param cells totals it put out
 * @param fingerprint of all cells; equal for equal answers
 * @param seconds from the first line read to the last total out
 * @param cpuSeconds of its whole JVM, start included
 * @param peakBytes the most memory the JVM held
 */
record JobRun(
    long clicks, long cells, long fingerprint, double seconds, double cpuSeconds, long peakBytes) {

  static final String RESULT = "RESULT";

  /** Reads the line that {@link Counted#result} wrote, if it is among these. */
  static Optional<JobRun> parse(List<String> output) {
    for (String line : output) {
      if (line.startsWith(RESULT + " ")) {
        Map<String, String> values = new HashMap<>();
        for (String part : line.substring(RESULT.length() + 1).split(" ", -1)) {
          int equals = part.indexOf('=');
          values.put(part.substring(0, equals), part.substring(equals + 1));
        }
        return Optional.of(
            new JobRun(
                number(values, "clicks"),
                number(values, "cells"),
                number(values, "fingerprint"),
                Double.parseDouble(values.getOrDefault("seconds", "0")),
                Double.parseDouble(values.getOrDefault("cpuSeconds", "0")),
                number(values, "peakBytes")));
      }
    }
    return Optional.empty();
  }

  private static long number(Map<String, String> values, String name) {
    return Long.parseLong(values.getOrDefault(name, "0"));
  }

  double clicksPerSecond() {
    return clicks / seconds;
  }

  double cpuSecondsPerMillion() {
    return cpuSeconds * 1e6 / clicks;
  }

  boolean hasSameAnswerAs(JobRun other) {
    return clicks == other.clicks && fingerprint == other.fingerprint;
  }
}
