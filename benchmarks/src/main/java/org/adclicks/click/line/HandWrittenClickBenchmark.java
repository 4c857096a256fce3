package org.adclicks.click.line;

import com.google.common.net.InetAddresses;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.adclicks.click.Click;
import org.adclicks.click.IpAddresses;
import org.adclicks.click.SampleClicks;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What is read by hand of a line, each beside the library that would read it otherwise. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HandWrittenClickBenchmark {

  private static final int CLICKS = 1_000;

  private final List<Click> clicks = SampleClicks.of(CLICKS, 100_000);
  private final List<byte[]> json = clicks.stream().map(SampleClicks::json).toList();
  private final List<String> ips = clicks.stream().map(Click::ip).toList();
  private final List<String> times =
      clicks.stream()
          .map(click -> Instant.ofEpochMilli(click.clickTimestampMillis()).toString())
          .toList();

  @Benchmark
  @OperationsPerInvocation(CLICKS)
  public void jsonByHand(Blackhole hole) throws RejectedLineException {
    for (byte[] line : json) {
      hole.consume(JsonClickParser.parse(line, 0));
    }
  }

  @Benchmark
  @OperationsPerInvocation(CLICKS)
  public void jsonByLibrary(Blackhole hole) throws RejectedLineException {
    for (byte[] line : json) {
      hole.consume(JsonClickParser.parseAny(line, 0));
    }
  }

  @Benchmark
  @OperationsPerInvocation(CLICKS)
  public void rfc3339ByHand(Blackhole hole) {
    for (String time : times) {
      hole.consume(Timestamps.parse(time));
    }
  }

  @Benchmark
  @OperationsPerInvocation(CLICKS)
  public void rfc3339ByLibrary(Blackhole hole) {
    for (String time : times) {
      hole.consume(Instant.parse(time).toEpochMilli());
    }
  }

  @Benchmark
  @OperationsPerInvocation(CLICKS)
  public void dottedQuadByHand(Blackhole hole) {
    for (String ip : ips) {
      hole.consume(IpAddresses.canonical(ip));
    }
  }

  @Benchmark
  @OperationsPerInvocation(CLICKS)
  public void dottedQuadByLibrary(Blackhole hole) {
    for (String ip : ips) {
      hole.consume(
          InetAddresses.isInetAddress(ip)
              ? InetAddresses.toAddrString(InetAddresses.forString(ip))
              : null);
    }
  }
}
