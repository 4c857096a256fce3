package org.adclicks.benchmarks.archive;

import static org.adclicks.benchmarks.harness.BenchmarkOptions.say;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.adclicks.localstack.server.CassandraProcess;
import org.adclicks.localstack.server.SchemaMigration;
import org.adclicks.pipeline.archive.ReadArchive;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.rollup.CutHours;
import org.adclicks.pipeline.sink.BatchBlocks;
import org.adclicks.pipeline.sink.BatchCells;
import org.adclicks.pipeline.sink.PartitionBatch;
import org.adclicks.pipeline.sink.UpsertRows;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.transforms.cells.CountCells;
import org.adclicks.transforms.cells.PackCells;
import org.adclicks.transforms.dedup.DeduplicateClicks;
import org.adclicks.transforms.index.IndexClicks;
import org.adclicks.transforms.index.IndexShards;
import org.adclicks.transforms.pack.ClickPack;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Writes an archive's cells and clicks to a real Cassandra node by the stream's own sinks, and
 * weighs its tables after the node was drained.
 */
final class StoredRows {

  /**
   * A table's rows and what they take on disk, all files of its folder counted.
   *
   * @param rows written; each has a key of its own
   */
  record Weight(long rows, long bytes) {
    double bytesPerRow() {
      return (double) bytes / rows;
    }
  }

  /** All tables, and the clicks that are in them. */
  record Weights(long clicks, Map<String, Weight> tables) {
    double bytesPerClick(String table) {
      Weight weight = tables.get(table);
      return weight == null ? 0 : (double) weight.bytes() / clicks;
    }
  }

  /** Clicks of one bucket in a minute of 20,000 a second over 4,096 of them. */
  private static final long CLICKS_OF_MINUTE = 300;

  /** Likewise in an hour. */
  private static final long CLICKS_OF_HOUR = 18_000;

  private static final int SHARDS_PER_SIDE = 16;

  private static final String KEYSPACE = "adclicks";
  private static final String COUNTERS = "stored-rows";
  private static final String CLICKS = "clicks";

  private StoredRows() {}

  /** By table, each row written once. */
  static Weights weigh(MadeArchive archive, Path workFolder) {
    say("writing its cells and clicks to Cassandra");
    Map<String, Long> rows;
    try (CassandraProcess cassandra = CassandraProcess.start(workFolder)) {
      SchemaMigration.migrate(cassandra.address(), CassandraProcess.DATACENTER, KEYSPACE);
      rows = write(archive, cassandra.port());
      rows.putAll(rewrite(archive, cassandra.port()));
    }
    long clicks = rows.remove(CLICKS);
    Map<String, Weight> weights = new TreeMap<>();
    rows.forEach((table, count) -> weights.put(table, new Weight(count, bytes(table, workFolder))));
    return new Weights(clicks, weights);
  }

  private static Pipeline pipeline() {
    return Pipeline.create(
        PipelineOptionsFactory.fromArgs(
                "--runner=FlinkRunner",
                "--flinkMaster=[local]",
                "--streaming=false",
                "--parallelism=2",
                "--objectReuse=true")
            .create());
  }

  private static StoreSettings settings(int port) {
    return new StoreSettings(
        List.of("127.0.0.1"), port, KEYSPACE, CassandraProcess.DATACENTER, "LOCAL_QUORUM");
  }

  /** So many buckets that each has as many of the made clicks as in production. */
  private static IndexShards shards(MadeArchive archive, long clicksOfBucket) {
    long buckets = Math.max(SHARDS_PER_SIDE, archive.lines() / clicksOfBucket);
    return new IndexShards(
        new ClickBuckets(Math.toIntExact(Long.highestOneBit(buckets))), SHARDS_PER_SIDE);
  }

  private static PCollection<ClickPack> clicks(Pipeline pipeline, MadeArchive archive) {
    return pipeline
        .apply(
            "ReadArchive",
            ReadArchive.under(archive.folder().toString(), MadeArchive.START, archive.end()))
        .apply("DeduplicateClicks", DeduplicateClicks.create())
        .clicks();
  }

  /** Hours of the click index. */
  private static Map<String, Long> rewrite(MadeArchive archive, int port) {
    Pipeline pipeline = pipeline();
    IndexShards shards = shards(archive, CLICKS_OF_HOUR);
    clicks(pipeline, archive)
        .apply("IndexClicks", IndexClicks.over(shards))
        .apply("CutHours", CutHours.over(shards.buckets()))
        .apply("CountRows", ParDo.of(new CountRowsFn()))
        .apply("UpsertHours", UpsertRows.into(settings(port)));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return counted(result);
  }

  private static Map<String, Long> write(MadeArchive archive, int port) {
    Pipeline pipeline = pipeline();
    UpsertRows rows = UpsertRows.into(settings(port));
    PCollection<ClickPack> clicks =
        clicks(pipeline, archive).apply("CountEach", ParDo.of(new CountClicksFn()));
    clicks
        .apply("IndexClicks", IndexClicks.over(shards(archive, CLICKS_OF_MINUTE)))
        .apply("BatchClicks", BatchBlocks.ofMinutes())
        .apply("CountClicks", ParDo.of(new CountRowsFn()))
        .apply("UpsertClicks", rows);
    clicks
        .apply("PackCells", PackCells.create())
        .apply("CountCells", CountCells.perMinute())
        .totals()
        .apply("BatchCells", BatchCells.perMinute())
        .apply("CountRows", ParDo.of(new CountRowsFn()))
        .apply("UpsertCells", rows);
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return counted(result);
  }

  private static Map<String, Long> counted(PipelineResult result) {
    Map<String, Long> rows = new TreeMap<>();
    MetricsFilter ours =
        MetricsFilter.builder().addNameFilter(MetricNameFilter.inNamespace(COUNTERS)).build();
    for (MetricResult<Long> counter : result.metrics().queryMetrics(ours).getCounters()) {
      rows.merge(counter.getName().getName(), counter.getAttempted(), Long::sum);
    }
    return rows;
  }

  /** Of a table's files; its folder has its name and a number. */
  private static long bytes(String table, Path workFolder) {
    Path keyspace = workFolder.resolve("cassandra/data/data").resolve(KEYSPACE);
    try (Stream<Path> all = Files.walk(keyspace)) {
      long bytes = 0;
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        if (keyspace.relativize(file).getName(0).toString().startsWith(table + "-")) {
          bytes += Files.size(file);
        }
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class CountClicksFn extends DoFn<ClickPack, ClickPack> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void count(@Element ClickPack pack, OutputReceiver<ClickPack> out) {
      Metrics.counter(COUNTERS, CLICKS).inc(pack.size());
      out.output(pack);
    }
  }

  private static final class CountRowsFn extends DoFn<PartitionBatch, PartitionBatch> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void count(@Element PartitionBatch batch, OutputReceiver<PartitionBatch> out) {
      Counter rows = Metrics.counter(COUNTERS, batch.table().name().toLowerCase(Locale.ROOT));
      rows.inc(batch.rows().size());
      out.output(batch);
    }
  }
}
