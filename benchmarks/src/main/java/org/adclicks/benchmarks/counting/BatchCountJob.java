package org.adclicks.benchmarks.counting;

import org.adclicks.pipeline.archive.ReadArchive;
import org.adclicks.transforms.cells.CountCells;
import org.adclicks.transforms.cells.PackCells;
import org.adclicks.transforms.dedup.DeduplicateClicks;
import org.adclicks.transforms.pack.ClickPack;
import org.adclicks.transforms.pack.MinuteShard;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/**
 * Our transforms as a bounded run over the archive, up to the totals of cells, which are discarded.
 */
@CommandLine.Command(name = "batch-count")
public final class BatchCountJob implements Runnable {

  private static final int SHARDS = 16;

  @Mixin private BatchJobOptions job;

  public static void main(String[] args) {
    System.exit(new CommandLine(new BatchCountJob()).execute(args));
  }

  @Override
  public void run() {
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs(
                    "--runner=FlinkRunner",
                    "--flinkMaster=[local]",
                    "--streaming=false",
                    "--parallelism=" + job.parallelism(),
                    "--objectReuse=true")
                .create());
    pipeline
        .apply(
            "ReadArchive",
            ReadArchive.under(job.archive().toString(), job.from(), job.to()).packed(SHARDS))
        .apply("Begin", ParDo.of(new BeginFn()))
        .apply("DeduplicateClicks", DeduplicateClicks.create().ofPacks())
        .clicks()
        .apply("PackCells", PackCells.create().withSlice(Duration.standardMinutes(1)))
        .apply("CountCells", CountCells.perMinute())
        .totals()
        .apply("Discard", ParDo.of(new DiscardFn()));
    pipeline.run().waitUntilFinish();
    System.out.println(Counted.result());
  }

  /** Its bundle starts before the first row is read: it is one with the reading. */
  private static final class BeginFn
      extends DoFn<KV<MinuteShard, ClickPack>, KV<MinuteShard, ClickPack>> {

    private static final long serialVersionUID = 1L;

    @StartBundle
    public void begin() {
      Counted.begin();
    }

    @ProcessElement
    public void pass(
        @Element KV<MinuteShard, ClickPack> pack, OutputReceiver<KV<MinuteShard, ClickPack>> out) {
      out.output(pack);
    }
  }
}
