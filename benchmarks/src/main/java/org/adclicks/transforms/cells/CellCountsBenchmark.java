package org.adclicks.transforms.cells;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.adclicks.click.Click;
import org.adclicks.click.SampleClicks;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Adding clicks to cells, and cells to a minute's, per click and per cell. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CellCountsBenchmark {

  private static final int CLICKS = 1_000;
  private static final int ADS = 100_000;

  private final List<Click> clicks = SampleClicks.of(CLICKS, ADS);
  private final CellCounts pack = SampleClicks.cells(CLICKS, ADS);
  private final CellCounts minute = SampleClicks.cells(50 * CLICKS, ADS);

  @Benchmark
  @OperationsPerInvocation(CLICKS)
  public CellCounts addClicks() {
    CellCounts cells = new CellCounts();
    for (Click click : clicks) {
      cells.add(click.adId(), click.scope(), 1);
    }
    return cells;
  }

  @Benchmark
  @OperationsPerInvocation(CLICKS)
  public CellCounts addPackToMinute() {
    minute.addAll(pack);
    return minute;
  }
}
