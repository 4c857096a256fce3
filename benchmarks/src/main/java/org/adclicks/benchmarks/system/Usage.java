package org.adclicks.benchmarks.system;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.adclicks.benchmarks.report.Report;
import org.adclicks.localstack.process.ChildProcess;

/** What the processes of a stack and its generator take during a load. */
final class Usage {

  private static final double MEBIBYTE = 1024.0 * 1024;

  private final List<ProcessUsage> processes = new ArrayList<>();
  private final long beginNanos = System.nanoTime();
  private long lastNanos = beginNanos;

  Usage(List<ChildProcess> watched) {
    for (ChildProcess process : watched) {
      processes.add(ProcessUsage.of(process.name(), process.pid()));
    }
  }

  void look() {
    processes.forEach(ProcessUsage::look);
    lastNanos = System.nanoTime();
  }

  /** CPU of each in cores: seconds of CPU per second. */
  String cores() {
    double seconds = Math.max(1e-3, (lastNanos - beginNanos) / 1e9);
    return each(process -> process.cpuSeconds() / seconds);
  }

  /** Most memory of each in MiB. */
  String mebibytes() {
    return each(process -> process.peakBytes() / MEBIBYTE);
  }

  double cpuSeconds() {
    return processes.stream().mapToDouble(ProcessUsage::cpuSeconds).sum();
  }

  /** CPU seconds of each, for each million of so many lines. */
  String cpuSecondsPerMillion(long lines) {
    return each(process -> process.cpuSeconds() * 1e6 / lines);
  }

  /** CPU seconds of those of that name. */
  double cpuSecondsOf(String name) {
    return processes.stream()
        .filter(process -> process.name().equals(name))
        .mapToDouble(ProcessUsage::cpuSeconds)
        .sum();
  }

  private String each(ToDoubleFunction<ProcessUsage> figure) {
    return processes.stream()
        .map(process -> process.name() + " " + Report.number(figure.applyAsDouble(process)))
        .collect(Collectors.joining(", "));
  }
}
