package org.adclicks.benchmarks.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What one process takes of the machine from its first look to its last, as Linux tells it. A
 * process that has ended keeps its last look.
 *
 * <p>Units: seconds of CPU, bytes of memory.
 */
final class ProcessUsage {

  /** What Linux counts CPU time in, on every machine of today. */
  private static final double TICKS_PER_SECOND = 100;

  /** Of the fields after the command's closing parenthesis. */
  private static final int USER_TICKS = 11;

  private static final int SYSTEM_TICKS = 12;
  private static final String RESIDENT = "VmRSS:";

  private final String name;
  private final Path folder;
  private final double firstCpuSeconds;
  private double cpuSeconds;
  private long peakBytes;

  private ProcessUsage(String name, Path folder) {
    this.name = name;
    this.folder = folder;
    look();
    this.firstCpuSeconds = cpuSeconds;
  }

  static ProcessUsage of(String name, long pid) {
    return new ProcessUsage(name, Path.of("/proc", String.valueOf(pid)));
  }

  /** Looks once more. */
  void look() {
    try {
      cpuSeconds = cpuSeconds(Files.readString(folder.resolve("stat"), StandardCharsets.UTF_8));
      peakBytes =
          Math.max(
              peakBytes,
              residentBytes(Files.readString(folder.resolve("status"), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      // It has ended: what it took until the last look is what we know.
    }
  }

  String name() {
    return name;
  }

  double cpuSeconds() {
    return cpuSeconds - firstCpuSeconds;
  }

  long peakBytes() {
    return peakBytes;
  }

  /** The command's name stands in parentheses and may hold anything. */
  static double cpuSeconds(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]))
        / TICKS_PER_SECOND;
  }

  static long residentBytes(String status) {
    int at = status.indexOf(RESIDENT);
    if (at < 0) {
      return 0;
    }
    String line = status.substring(at + RESIDENT.length(), status.indexOf('\n', at));
    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
  }
}
