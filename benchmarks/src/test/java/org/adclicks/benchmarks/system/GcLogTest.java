package org.adclicks.benchmarks.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class GcLogTest {

  private static final GcLog LOG =
      new GcLog(
          List.of(
              "[0.005s] Using Parallel",
              "[12.345s] GC(0) Pause Young (Allocation Failure) 1536M->210M(5888M) 98.765ms",
              "[60.001s] GC(1) Pause Full (Diagnostic Command) 900M->150M(5888M) 400.000ms",
              "[61.000s] GC(2) Pause Young (Normal) (G1 Evacuation Pause) 23M->4M(256M) 1.235ms",
              "[62.000s] GC(3) Concurrent Mark Cycle 3.000ms"));

  @Test
  void readsWhatFullCollectionsLeave() {
    assertThat(LOG.full()).containsExactly(new GcLog.Pause(60.001, true, 150, 400));
  }

  @Test
  void addsPausesUpButNotWhatRunsBeside() {
    assertThat(LOG.pauseSeconds()).isCloseTo(0.5, within(1e-6));
  }
}
