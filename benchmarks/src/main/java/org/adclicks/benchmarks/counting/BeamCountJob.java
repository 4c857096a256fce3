package org.adclicks.benchmarks.counting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.adclicks.pipeline.engine.StreamArguments;
import org.adclicks.pipeline.options.InvalidOptionsException;
import org.adclicks.pipeline.options.StreamOptions;
import org.adclicks.pipeline.source.ReadClicksFromKafka;
import org.adclicks.transforms.cells.CellPack;
import org.adclicks.transforms.cells.CountCells;
import org.adclicks.transforms.cells.PackCells;
import org.adclicks.transforms.dedup.DeduplicateClicks;
import org.adclicks.transforms.dedup.DeduplicatedClicks;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.parse.ParseClicks;
import org.adclicks.transforms.rank.RankAds;
import org.adclicks.transforms.rank.RankingWindow;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/**
 * Our job: the stream's own source and transforms, as the stream's options run them but without
 * early firings, which the native job has not either, up to the totals of cells, which are
 * discarded; and up to top lists if they are asked for.
 */
@CommandLine.Command(name = "beam-count")
public final class BeamCountJob implements Runnable {

  /** The stream's own defaults. */
  private static final List<RankingWindow> WINDOWS =
      List.of(
          new RankingWindow(60_000, 60_000, 1000),
          new RankingWindow(300_000, 300_000, 2000),
          new RankingWindow(60_000, 10_000, 100),
          new RankingWindow(300_000, 60_000, 100));

  private static final LongAdder ANSWERED = new LongAdder();
  private static final LongAdder COUNTED = new LongAdder();
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  @Mixin private CountJobOptions job;

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new BeamCountJob())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(args));
  }

  @Override
  public void run() {
    try {
      Pipeline pipeline =
          Pipeline.create(
              PipelineOptionsFactory.fromArgs(
                      StreamArguments.toArguments(StreamArguments.complete(engine())))
                  .as(StreamOptions.class));
      build(pipeline);
      PipelineResult result = pipeline.run();
      // Every line is answered for, and every counted click has left its minute.
      while (ANSWERED.sum() < job.lines() || Counted.clicks() < COUNTED.sum()) {
        if (result.getState().isTerminal()) {
          throw new IllegalStateException("the job has ended by itself: " + result.getState());
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
      System.out.println(Counted.result());
      result.cancel();
    } catch (InvalidOptionsException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> engine() throws IOException {
    Path conf = Files.createDirectories(job.checkpoints().resolveSibling("flink-conf"));
    Files.writeString(
        conf.resolve("flink-conf.yaml"),
        "taskmanager.memory.managed.size: " + job.backend().managedMebibytes() + "m\n");
    return List.of(
        "--runner=FlinkRunner",
        "--flinkMaster=[local]",
        "--flinkConfDir=" + conf,
        "--parallelism=" + job.parallelism(),
        "--stateBackend=" + job.backend().beamName(),
        "--stateBackendStoragePath=" + job.checkpoints().toUri(),
        "--checkpointingInterval=" + job.checkpointMillis());
  }

  private void build(Pipeline pipeline) {
    DeduplicatedClicks clicks =
        pipeline
            .apply(
                "ReadKafka",
                ReadClicksFromKafka.fromTopic(job.bootstrapServers(), job.topic())
                    // As the stream has it: the engine asks for as many as it could ever use.
                    .withSlots(job.parallelism())
                    .withConsumerSettings(
                        Map.of(
                            ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
                            BeginInterceptor.class.getName())))
            .apply("ParseClicks", ParseClicks.create())
            .clicks()
            .apply(
                "DeduplicateClicks",
                DeduplicateClicks.create().withStateParts(job.backend().stateParts()));
    clicks.counts().apply("Answered", ParDo.of(new AnsweredFn()));
    PCollection<KV<MinuteShard, CellPack>> packs =
        clicks.clicks().apply("PackCells", PackCells.create());
    packs
        .apply("CountCells", CountCells.perMinute().withStateParts(job.backend().stateParts()))
        .totals()
        .apply("Discard", ParDo.of(new DiscardFn()));
    if (job.isRanked()) {
      packs.apply("RankAds", RankAds.over(WINDOWS).withStateParts(job.backend().stateParts()));
    }
  }

  private static final class AnsweredFn extends DoFn<KV<Long, MinuteCounts>, Void> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void answered(@Element KV<Long, MinuteCounts> counts) {
      MinuteCounts known = counts.getValue();
      // Counted first: whoever reads sees no line answered whose click is not known.
      COUNTED.add(known.clicks());
      ANSWERED.add(known.clicks() + known.duplicates() + known.tooLate());
    }
  }
}
