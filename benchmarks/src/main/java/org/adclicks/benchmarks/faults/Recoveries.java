package org.adclicks.benchmarks.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.adclicks.benchmarks.report.Table;

/**
 * How each fault was got over, in the order they happened.
 *
 * <p>Units: seconds; a percentile is one of the measured figures, by the nearest rank.
 */
final class Recoveries {

  private static final int MEDIAN = 50;
  private static final int NEARLY_ALL = 99;

  private final List<Recovery> all = new ArrayList<>();

  /**
   * One of them.
   *
   * @param begunMillis when the fault began, by this machine's clock
   * @param seconds until answers were fresh for good, since the fault was over
   * @param oldestSeconds how far behind they were at most
   */
  record Recovery(Fault fault, long begunMillis, long seconds, long oldestSeconds) {}

  void add(Recovery recovery) {
    all.add(recovery);
  }

  /** The slowest of all; 0 if nothing happened. */
  long slowest() {
    return all.stream().mapToLong(Recovery::seconds).max().orElse(0);
  }

  /**
   * A row a fault: its name, runs, p50 and p99 of seconds, the oldest, wrong answers.
   *
   * @param wrongMillis when each wrong answer was asked for: it is of the fault that had begun last
   */
  void tell(Table table, List<Long> wrongMillis) {
    Map<Fault, List<Recovery>> byFault =
        all.stream()
            .collect(
                Collectors.groupingBy(Recovery::fault, LinkedHashMap::new, Collectors.toList()));
    byFault.forEach(
        (fault, runs) ->
            table.row(
                fault,
                runs.size(),
                percentile(runs, MEDIAN),
                percentile(runs, NEARLY_ALL),
                runs.stream().mapToLong(Recovery::oldestSeconds).max().orElse(0),
                wrongMillis.stream().filter(at -> isOf(fault, at)).count()));
  }

  private boolean isOf(Fault fault, long atMillis) {
    Fault last = all.get(0).fault();
    for (Recovery recovery : all) {
      if (recovery.begunMillis() <= atMillis) {
        last = recovery.fault();
      }
    }
    return last == fault;
  }

  private static long percentile(List<Recovery> runs, int percent) {
    long[] sorted = runs.stream().mapToLong(Recovery::seconds).sorted().toArray();
    int rank = (int) Math.ceil(sorted.length * percent / 100.0);
    return sorted[Math.max(1, rank) - 1];
  }
}
