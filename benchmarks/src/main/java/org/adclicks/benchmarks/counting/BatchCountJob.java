package org.adclicks.benchmarks.counting;

import org.adclicks.pipeline.archive.ReadArchive;
import org.adclicks.transforms.CountCells;
import org.adclicks.transforms.DeduplicateClicks;
import org.adclicks.transforms.PackCells;
import org.adclicks.transforms.SourcedClick;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/**
 * Our transforms as a bounded run over the archive, up to the totals of cells, which are discarded.
 */
@CommandLine.Command(name = "batch-count")
public final class BatchCountJob implements Runnable {

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
        .apply("ReadArchive", ReadArchive.under(job.archive().toString(), job.from(), job.to()))
        .apply("Begin", ParDo.of(new BeginFn()))
        .apply("DeduplicateClicks", DeduplicateClicks.create())
        .clicks()
        .apply("PackCells", PackCells.create())
        .apply("CountCells", CountCells.perMinute())
        .totals()
        .apply("Discard", ParDo.of(new DiscardFn()));
    pipeline.run().waitUntilFinish();
    System.out.println(Counted.result());
  }

  private static final class BeginFn extends DoFn<SourcedClick, SourcedClick> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void begin(@Element SourcedClick click, OutputReceiver<SourcedClick> out) {
      Counted.begin();
      out.output(click);
    }
  }
}
