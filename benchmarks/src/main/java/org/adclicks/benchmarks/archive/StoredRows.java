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
import org.adclicks.pipeline.sink.BatchCells;
import org.adclicks.pipeline.sink.BatchClicks;
import org.adclicks.pipeline.sink.PartitionBatch;
import org.adclicks.pipeline.sink.Store;
import org.adclicks.transforms.cells.CountCells;
import org.adclicks.transforms.cells.PackCells;
import org.adclicks.transforms.dedup.DeduplicateClicks;
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

  private static final String KEYSPACE = "adclicks";
  private static final String COUNTERS = "stored-rows";

  private StoredRows() {}

  /** By table, each row written once. */
  static Map<String, Weight> weigh(MadeArchive archive, Path workFolder) {
    say("writing its cells and clicks to Cassandra");
    Map<String, Long> rows;
    try (CassandraProcess cassandra = CassandraProcess.start(workFolder)) {
      SchemaMigration.migrate(cassandra.address(), CassandraProcess.DATACENTER, KEYSPACE);
      rows = write(archive, cassandra.port());
    }
    Map<String, Weight> weights = new TreeMap<>();
    rows.forEach((table, count) -> weights.put(table, new Weight(count, bytes(table, workFolder))));
    return weights;
  }

  private static Map<String, Long> write(MadeArchive archive, int port) {
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs(
                    "--runner=FlinkRunner",
                    "--flinkMaster=[local]",
                    "--streaming=false",
                    "--parallelism=2",
                    "--objectReuse=true")
                .create());
    Store store =
        Store.at(
            new StoreSettings(
                List.of("127.0.0.1"), port, KEYSPACE, CassandraProcess.DATACENTER, "LOCAL_QUORUM"));
    PCollection<ClickPack> clicks =
        pipeline
            .apply(
                "ReadArchive",
                ReadArchive.under(archive.folder().toString(), MadeArchive.START, archive.end()))
            .apply("DeduplicateClicks", DeduplicateClicks.create())
            .clicks();
    store.upsert(
        "UpsertClicks",
        clicks
            .apply("BatchClicks", BatchClicks.byUserAndIp())
            .apply("CountClicks", ParDo.of(new CountRowsFn())));
    store.upsert(
        "UpsertCells",
        clicks
            .apply("PackCells", PackCells.create())
            .apply("CountCells", CountCells.perMinute())
            .totals()
            .apply("BatchCells", BatchCells.perMinute())
            .apply("CountRows", ParDo.of(new CountRowsFn())));
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
