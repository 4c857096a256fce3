package org.adclicks.pipeline.restate;

import java.util.List;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.sink.PartitionBatch;
import org.adclicks.pipeline.sink.PartitionBatchCoder;
import org.adclicks.pipeline.sink.RowPlaces;
import org.adclicks.pipeline.sink.StorePartition;
import org.adclicks.proto.store.ClickBuckets;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Holds rows against those in the store, partition by partition, those that should be empty too.
 *
 * <p>Shape: {@code PCollection<PartitionBatch>}, the rows there should be, where they should be ->
 * {@code PCollection<String>}, a {@link Drift} as a line for each row that is not as it should be.
 * Of partitions that are not asked for nothing is said.
 *
 * <p>Errors: a read the store refuses for half a minute fails the bundle. Source:
 * docs/decisions/0047.
 */
public final class CompareRows
    extends PTransform<PCollection<PartitionBatch>, PCollection<String>> {

  private static final long serialVersionUID = 1L;

  private final StoreSettings store;
  private final RowPlaces places;
  private final ClickBuckets buckets;
  private final transient List<KV<StorePartition, Long>> asked;

  private CompareRows(
      StoreSettings store,
      RowPlaces places,
      ClickBuckets buckets,
      List<KV<StorePartition, Long>> asked) {
    this.store = store;
    this.places = places;
    this.buckets = buckets;
    this.asked = asked;
  }

  /**
   * Compares with this store.
   *
   * @param places where rows should be
   * @param buckets over which clicks are spread
   * @param asked the partitions to look at, each with an hour whose rows are to be held against it
   */
  public static CompareRows with(
      StoreSettings store,
      RowPlaces places,
      ClickBuckets buckets,
      List<KV<StorePartition, Long>> asked) {
    return new CompareRows(store, places, buckets, asked);
  }

  @Override
  public PCollection<String> expand(PCollection<PartitionBatch> rows) {
    PCollection<KV<StorePartition, PartitionBatch>> byPartition =
        rows.apply("PartitionOf", ParDo.of(new PartitionOfFn()))
            .setCoder(KvCoder.of(StorePartition.PartitionCoder.of(), PartitionBatchCoder.of()));
    PCollection<KV<StorePartition, Long>> wanted =
        rows.getPipeline()
            .apply(
                "Asked",
                Create.of(asked)
                    .withCoder(KvCoder.of(StorePartition.PartitionCoder.of(), VarLongCoder.of())))
            .apply("Spread", Reshuffle.of());
    return KeyedPCollectionTuple.of(ComparePartitionFn.ROWS, byPartition)
        .and(ComparePartitionFn.HOURS, wanted)
        .apply("Gather", CoGroupByKey.create())
        .apply("Compare", ParDo.of(new ComparePartitionFn(store, places, buckets)))
        .setCoder(StringUtf8Coder.of());
  }

  private static final class PartitionOfFn
      extends DoFn<PartitionBatch, KV<StorePartition, PartitionBatch>> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void key(
        @Element PartitionBatch batch, OutputReceiver<KV<StorePartition, PartitionBatch>> out) {
      out.output(KV.of(StorePartition.of(batch), batch));
    }
  }
}
