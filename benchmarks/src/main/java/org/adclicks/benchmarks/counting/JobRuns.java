package org.adclicks.benchmarks.counting;

import static org.adclicks.benchmarks.report.Report.number;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The runs of one job in one setting. */
final class JobRuns {

  private static final double MEBIBYTE = 1024 * 1024;

  private final List<JobRun> runs = new ArrayList<>();

  void add(JobRun run) {
    runs.add(run);
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  double medianClicksPerSecond() {
    return median(JobRun::clicksPerSecond);
  }

  String medianCpuPerMillion() {
    return number(median(JobRun::cpuSecondsPerMillion));
  }

  String peakMebibytes() {
    return number(runs.stream().mapToDouble(run -> run.peakBytes() / MEBIBYTE).max().orElse(0));
  }

  /** The median, and every run in brackets. */
  String clicksPerSecond() {
    return runs.stream()
        .map(run -> number(run.clicksPerSecond()))
        .collect(Collectors.joining("; ", number(medianClicksPerSecond()) + " (", ")"));
  }

  private double median(ToDoubleFunction<JobRun> figure) {
    double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
