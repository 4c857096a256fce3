package org.adclicks.benchmarks.counting;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.adclicks.benchmarks.report.Machine;
import org.adclicks.click.Scope;

/**
 * What a job has counted so far, in this JVM: the null sink both jobs end in.
 *
 * <p>Cells are not kept but folded into a fingerprint: the sum of each cell's hash times its
 * clicks. It is the same whatever the order, and whether a cell's clicks come at once or in parts.
 */
final class Counted {

  private static final LongAdder CLICKS = new LongAdder();
  private static final LongAdder CELLS = new LongAdder();
  private static final LongAdder FINGERPRINT = new LongAdder();
  private static final AtomicLong FIRST_NANOS = new AtomicLong();
  private static final AtomicLong LAST_NANOS = new AtomicLong();

  private Counted() {}

  /** Lines have been read; the first time counts. */
  static void begin() {
    FIRST_NANOS.compareAndSet(0, System.nanoTime());
  }

  /** Takes clicks of a cell that were not taken before. */
  static void add(long minuteMillis, String adId, Scope scope, long clicks) {
    CELLS.increment();
    CLICKS.add(clicks);
    FINGERPRINT.add(hash(minuteMillis, adId, scope) * clicks);
  }

  /** Something has come out of the job. */
  static void touch() {
    LAST_NANOS.accumulateAndGet(System.nanoTime(), Math::max);
  }

  static long clicks() {
    return CLICKS.sum();
  }

  /** What {@link JobRun#parse} reads. */
  static String result() {
    double seconds = (LAST_NANOS.get() - FIRST_NANOS.get()) / 1e9;
    double cpuSeconds = processCpuNanos() / 1e9;
    return String.format(
        Locale.ROOT,
        "%s clicks=%d cells=%d fingerprint=%d seconds=%.3f cpuSeconds=%.2f peakBytes=%d",
        JobRun.RESULT,
        clicks(),
        CELLS.sum(),
        FINGERPRINT.sum(),
        seconds,
        cpuSeconds,
        Machine.peakMemoryBytes(ProcessHandle.current().pid()));
  }

  private static long processCpuNanos() {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      return system.getProcessCpuTime();
    }
    throw new IllegalStateException("this JVM does not tell its processor time");
  }

  private static long hash(long minuteMillis, String adId, Scope scope) {
    long hash = minuteMillis * 0x9E3779B97F4A7C15L;
    hash = (hash ^ adId.hashCode()) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ scope.hashCode()) * 0x94D049BB133111EBL;
    return hash ^ (hash >>> 31);
  }
}
