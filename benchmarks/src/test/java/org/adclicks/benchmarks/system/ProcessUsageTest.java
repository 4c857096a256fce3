package org.adclicks.benchmarks.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessUsageTest {

  @Test
  void readsCpuBehindAnyCommandName() {
    String stat = "4711 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0 31 0 12345";

    assertThat(ProcessUsage.cpuSeconds(stat)).isEqualTo(3);
  }

  @Test
  void readsResidentMemory() {
    assertThat(ProcessUsage.residentBytes("Name:\tjava\nVmRSS:\t  2048 kB\nThreads:\t3\n"))
        .isEqualTo(2 * 1024 * 1024);
    assertThat(ProcessUsage.residentBytes("Name:\tzombie\n")).isZero();
  }

  @Test
  void seesThisProcessAndForgivesOneThatIsGone() {
    ProcessUsage own = ProcessUsage.of("this", ProcessHandle.current().pid());
    own.look();
    assertThat(own.peakBytes()).isPositive();

    ProcessUsage gone = ProcessUsage.of("gone", Long.MAX_VALUE);
    assertThat(gone.cpuSeconds()).isZero();
  }
}
