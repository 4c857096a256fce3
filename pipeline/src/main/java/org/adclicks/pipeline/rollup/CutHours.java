package org.adclicks.pipeline.rollup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.adclicks.pipeline.sink.PartitionBatch;
import org.adclicks.pipeline.sink.PartitionBatchCoder;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.index.MinuteBlock;
import org.adclicks.transforms.index.MinuteBlockCoder;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.pack.MinuteShardCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Makes the hours of the click index where all blocks of minutes pass by: in a bounded run, which
 * need not read them back from the store.
 *
 * <p>Shape: {@code PCollection<MinuteBlock>} -> {@code PCollection<PartitionBatch>}, rows of hours.
 */
public final class CutHours
    extends PTransform<PCollection<MinuteBlock>, PCollection<PartitionBatch>> {

  private static final long serialVersionUID = 1L;

  private final ClickBuckets buckets;

  private CutHours(ClickBuckets buckets) {
    this.buckets = buckets;
  }

  /** The blocks are of these. */
  public static CutHours over(ClickBuckets buckets) {
    return new CutHours(buckets);
  }

  @Override
  public PCollection<PartitionBatch> expand(PCollection<MinuteBlock> blocks) {
    return blocks
        .apply("HourOf", ParDo.of(new HourOfFn()))
        .setCoder(KvCoder.of(MinuteShardCoder.of(), MinuteBlockCoder.of()))
        .apply("Gather", GroupByKey.create())
        .apply("Cut", ParDo.of(new CutFn(buckets)))
        .setCoder(PartitionBatchCoder.of());
  }

  private static final class HourOfFn extends DoFn<MinuteBlock, KV<MinuteShard, MinuteBlock>> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void key(@Element MinuteBlock block, OutputReceiver<KV<MinuteShard, MinuteBlock>> out) {
      int side = block.side().ordinal();
      out.output(
          KV.of(
              new MinuteShard(
                  Periods.hourOf(block.minuteMillis()),
                  block.bucket() * ClickSide.values().length + side),
              block));
    }
  }

  private static final class CutFn
      extends DoFn<KV<MinuteShard, Iterable<MinuteBlock>>, PartitionBatch> {

    private static final long serialVersionUID = 1L;

    private final ClickBuckets buckets;

    CutFn(ClickBuckets buckets) {
      this.buckets = buckets;
    }

    @ProcessElement
    public void cut(
        @Element KV<MinuteShard, Iterable<MinuteBlock>> gathered,
        OutputReceiver<PartitionBatch> out) {
      List<MinuteBlock> inOrder = new ArrayList<>();
      gathered.getValue().forEach(inOrder::add);
      inOrder.sort(Comparator.comparingLong(MinuteBlock::minuteMillis));
      MinuteBlock any = inOrder.get(0);
      HourOfBlocks hour =
          new HourOfBlocks(
              any.side(),
              any.bucket(),
              buckets,
              gathered.getKey().minuteMillis(),
              List.of(),
              out::output);
      inOrder.forEach(
          each ->
              hour.add(
                  each.minuteMillis(),
                  each.block().name().asReadOnlyByteBuffer(),
                  each.block().bytes().asReadOnlyByteBuffer()));
      hour.end();
    }
  }
}
