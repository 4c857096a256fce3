package org.adclicks.pipeline.archive;

import com.google.common.net.InetAddresses;
import com.google.common.primitives.Ints;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.adclicks.click.Click;
import org.adclicks.click.IpAddresses;
import org.adclicks.click.Origin;
import org.adclicks.click.SampleClicks;
import org.adclicks.click.SourcedClick;
import org.apache.parquet.hadoop.ParquetWriter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What the archive does by hand, each beside the library that would do it otherwise.
 *
 * <p>Units: time of one click. Rows are sorted before they are written, both ways.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HandWrittenArchiveBenchmark {

  private static final int CLICKS = 100_000;

  private final List<Click> clicks = SampleClicks.of(CLICKS, 20_000);
  private final List<String> ips = clicks.stream().map(Click::ip).toList();
  private final long[] keys = clicks.stream().mapToLong(Click::clickTimestampMillis).toArray();
  private final RadixSort radixSort = new RadixSort();

  /** Rows to write: gone once they are, so filled in again before each time. */
  @State(Scope.Benchmark)
  public static class Rows {

    private final ByteString pack = pack(SampleClicks.of(CLICKS, 20_000));
    private SortedRows rows = new SortedRows();

    /** Not part of what is measured. */
    @Setup(Level.Invocation)
    public void fill() throws IOException {
      rows = new SortedRows();
      rows.add(pack, 0);
    }
  }

  @Benchmark
  @OperationsPerInvocation(CLICKS)
  public void parquetByHand(Rows sample, Blackhole hole) throws IOException {
    ArchiveFileWriter file = ArchiveFileWriter.create(new ChannelOutputFile(nowhere()));
    file.writeRowGroup(sample.rows);
    file.finish();
    hole.consume(file);
  }

  @Benchmark
  @OperationsPerInvocation(CLICKS)
  public void parquetByLibrary(Rows sample, Blackhole hole) throws IOException {
    ParquetWriter<RowCursor> file =
        RowsAsRecords.to(new ChannelOutputFile(nowhere()), CLICKS).build();
    sample.rows.take(file::write);
    file.close();
    hole.consume(file);
  }

  @Benchmark
  @OperationsPerInvocation(CLICKS)
  public void sortByHand(Blackhole hole) {
    int[] order = RadixSort.identity(CLICKS);
    radixSort.sort(order, CLICKS, keys);
    hole.consume(order);
  }

  @Benchmark
  @OperationsPerInvocation(CLICKS)
  public void sortByLibrary(Blackhole hole) {
    Integer[] order = Ints.asList(RadixSort.identity(CLICKS)).toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingLong(row -> keys[row]));
    hole.consume(order);
  }

  @Benchmark
  @OperationsPerInvocation(CLICKS)
  public void ipBytesByHand(Blackhole hole) {
    for (String ip : ips) {
      hole.consume(IpAddresses.toBytes(ip));
    }
  }

  @Benchmark
  @OperationsPerInvocation(CLICKS)
  public void ipBytesByLibrary(Blackhole hole) {
    for (String ip : ips) {
      hole.consume(InetAddresses.forString(ip).getAddress());
    }
  }

  private static WritableByteChannel nowhere() {
    return Channels.newChannel(OutputStream.nullOutputStream());
  }

  private static ByteString pack(List<Click> clicks) {
    SplittableRandom random = new SplittableRandom(2);
    long[] offsets = new long[4];
    RowEncoder encoder = new RowEncoder();
    ByteString.Output out = ByteString.newOutput();
    try {
      for (Click click : clicks) {
        int partition = random.nextInt(offsets.length);
        Origin origin = new Origin("clicks", partition, offsets[partition]++);
        long arrival = click.clickTimestampMillis() + random.nextInt(5_000);
        encoder.encode(new SourcedClick(click, origin, arrival), out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return out.toByteString();
  }
}
