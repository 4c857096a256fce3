package org.adclicks.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The machine that is measured on, as Linux tells it. */
public final class Machine {

  private static final long SAMPLE_SECONDS = 2;
  private static final int IDLE = 3;
  private static final int IO_WAIT = 4;

  private Machine() {}

  /** What a reader of figures must know of it. */
  public static Map<String, String> describe() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put("processor", valueOf("/proc/cpuinfo", "model name"));
    facts.put("memory", kibibytes("/proc/meminfo", "MemTotal") / (1024 * 1024) + " GiB");
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put(
        "java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    return facts;
  }

  /** The share of all cores that is in use now, by whomever: 0 to 1. Takes two seconds. */
  public static double busyShare() {
    long[] before = cpuTimes();
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(SAMPLE_SECONDS));
    long[] after = cpuTimes();
    long all = 0;
    for (int i = 0; i < after.length; i++) {
      all += after[i] - before[i];
    }
    long idle = after[IDLE] - before[IDLE] + after[IO_WAIT] - before[IO_WAIT];
    return all == 0 ? 0 : 1.0 - (double) idle / all;
  }

  /** The most memory a process has had at once, in bytes. */
  public static long peakMemoryBytes(long pid) {
    return kibibytes("/proc/" + pid + "/status", "VmHWM") * 1024;
  }

  /** user, nice, system, idle, iowait, ... in ticks. */
  private static long[] cpuTimes() {
    String[] words = read("/proc/stat").get(0).trim().split("\\s+", -1);
    long[] times = new long[words.length - 1];
    for (int i = 0; i < times.length; i++) {
      times[i] = Long.parseLong(words[i + 1]);
    }
    return times;
  }

  private static long kibibytes(String file, String name) {
    String digits = valueOf(file, name).replaceAll("[^0-9]", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits);
  }

  private static String valueOf(String file, String name) {
    for (String line : read(file)) {
      if (line.startsWith(name)) {
        return line.substring(line.indexOf(':') + 1).strip();
      }
    }
    return "unknown";
  }

  private static List<String> read(String file) {
    try {
      return Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("this machine does not tell of itself as Linux does", e);
    }
  }
}
