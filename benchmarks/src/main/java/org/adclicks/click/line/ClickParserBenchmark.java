package org.adclicks.click.line;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.adclicks.click.Click;
import org.adclicks.click.SampleClicks;
import org.adclicks.transforms.pack.ClickRowEncoder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Parsing a log line, and making a row with its identity of the click. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ClickParserBenchmark {

  private static final int CLICKS = 1_000;

  private final List<Click> clicks = SampleClicks.of(CLICKS, 100_000);
  private final ClickRowEncoder row = new ClickRowEncoder();
  private final List<byte[]> json = clicks.stream().map(SampleClicks::json).toList();
  private final List<byte[]> csv = clicks.stream().map(SampleClicks::csv).toList();

  @Benchmark
  @OperationsPerInvocation(CLICKS)
  public void parseJson(Blackhole hole) {
    json.forEach(line -> hole.consume(ClickParser.parse(line)));
  }

  @Benchmark
  @OperationsPerInvocation(CLICKS)
  public void parseCsv(Blackhole hole) {
    csv.forEach(line -> hole.consume(ClickParser.parse(line)));
  }

  @Benchmark
  @OperationsPerInvocation(CLICKS)
  public void identify(Blackhole hole) {
    for (Click click : clicks) {
      row.encode(click);
      hole.consume(row.identityHigh());
    }
  }
}
