package org.adclicks.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.adclicks.benchmarks.faults.Recoveries.Recovery;
import org.adclicks.benchmarks.report.Report;
import org.adclicks.benchmarks.report.Table;
import org.junit.jupiter.api.Test;

class RecoveriesTest {

  private final Report report = new Report("faults", "bench faults");
  private final Recoveries recoveries = new Recoveries();

  @Test
  void aFaultHasARowOfAllItsRuns() {
    for (int run = 1; run <= 4; run++) {
      recoveries.add(new Recovery(Fault.KAFKA, run * 1_000L, 10L * run, 50L + run));
    }
    recoveries.add(new Recovery(Fault.QUERY, 9_000, 7, 80));
    tell(List.of());
    assertThat(report.toMarkdown())
        .contains("| kafka | 4 | 20 | 40 | 54 | 0 |", "| query | 1 | 7 | 7 | 80 | 0 |");
    assertThat(recoveries.slowest()).isEqualTo(40);
  }

  @Test
  void aWrongAnswerIsOfTheFaultBeforeIt() {
    recoveries.add(new Recovery(Fault.KAFKA, 1_000, 1, 1));
    recoveries.add(new Recovery(Fault.QUERY, 2_000, 2, 2));
    recoveries.add(new Recovery(Fault.KAFKA, 3_000, 3, 3));
    tell(List.of(1_999L, 2_000L, 3_500L));
    assertThat(report.toMarkdown())
        .contains("| kafka | 2 | 1 | 3 | 3 | 2 |", "| query | 1 | 2 | 2 | 2 | 1 |");
  }

  private void tell(List<Long> wrongMillis) {
    Table table = report.table("Faults.", "fault", "runs", "p50", "p99", "oldest", "wrong");
    recoveries.tell(table, wrongMillis);
  }
}
