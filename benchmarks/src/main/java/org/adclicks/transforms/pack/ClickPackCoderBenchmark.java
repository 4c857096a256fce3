package org.adclicks.transforms.pack;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.adclicks.click.SampleClicks;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Encoding and decoding a pack of clicks, per click: what a shuffle costs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ClickPackCoderBenchmark {

  private static final int CLICKS = 1_000;

  private final ClickPack pack = SampleClicks.pack(CLICKS);
  private final byte[] encoded = bytes(pack);

  @Benchmark
  @OperationsPerInvocation(CLICKS)
  public byte[] encodePack() {
    return bytes(pack);
  }

  @Benchmark
  @OperationsPerInvocation(CLICKS)
  public ClickPack decodePack() throws IOException {
    return ClickPackCoder.of().decode(new ByteArrayInputStream(encoded));
  }

  private static byte[] bytes(ClickPack pack) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ClickPackCoder.of().encode(pack, out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
