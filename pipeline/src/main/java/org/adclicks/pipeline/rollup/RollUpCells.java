package org.adclicks.pipeline.rollup;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.proto.store.Buckets;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.cells.CellTotals;
import org.adclicks.transforms.cells.CellTotalsCoder;
import org.adclicks.transforms.minutes.AwaitStored;
import org.adclicks.transforms.minutes.Lateness;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.pack.MinuteShardCoder;
import org.adclicks.transforms.pack.Shards;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;

/**
 * Adds up the stored cells of minutes to hours, or of hours to days (UTC), for answers over long
 * ranges.
 *
 * <p>Nothing is kept: when a period can no longer change and all its rows have landed, they are
 * read back from the store, where those of one bucket and period are one partition.
 *
 * <p>Shape: {@code PCollection<CellTotals>} (only which periods and shards have clicks is taken
 * from them) -> {@code PCollection<CellTotals>} of the longer period, once.
 *
 * <p>State: whether a period and shard is waited for, until its end plus the allowed lateness plus
 * {@link #spread}. Errors: {@link IllegalArgumentException} for a negative lateness; a read the
 * store refuses for half a minute fails the bundle. Source: docs/decisions/0013.
 */
public final class RollUpCells
    extends PTransform<PCollection<CellTotals>, PCollection<CellTotals>> {

  private static final long serialVersionUID = 1L;

  private final StoreSettings store;
  private final StoreTable shorter;
  private final long periodMillis;
  private final int shards;
  private final Lateness lateness;
  private final transient List<PCollection<Void>> landed;

  private RollUpCells(
      StoreSettings store,
      StoreTable shorter,
      long periodMillis,
      int shards,
      Lateness lateness,
      List<PCollection<Void>> landed) {
    this.store = store;
    this.shorter = shorter;
    this.periodMillis = periodMillis;
    this.shards = shards;
    this.lateness = lateness;
    this.landed = landed;
  }

  /** From the stored cells of minutes. */
  public static RollUpCells perHour(StoreSettings store) {
    return of(store, StoreTable.CELLS, Periods.HOUR_MILLIS);
  }

  /** From the stored hours. */
  public static RollUpCells perDay(StoreSettings store) {
    return of(store, StoreTable.CELLS_BY_HOUR, Periods.DAY_MILLIS);
  }

  private static RollUpCells of(StoreSettings store, StoreTable shorter, long periodMillis) {
    return new RollUpCells(
        store, shorter, periodMillis, Buckets.COUNT, Lateness.DEFAULT, List.of());
  }

  /**
   * The shards the totals come in, a power of two. Shards that have parts of one bucket are one
   * here: buckets are read whole.
   */
  public RollUpCells withShards(int number) {
    int whole = ofWholeBuckets(Shards.requirePowerOfTwo(number));
    return new RollUpCells(store, shorter, periodMillis, whole, lateness, landed);
  }

  /** Waits for rows this far behind the watermark. Default: ten minutes. */
  public RollUpCells withAllowedLateness(Duration allowed) {
    return new RollUpCells(store, shorter, periodMillis, shards, Lateness.of(allowed), landed);
  }

  /** Waits until the rows of the shorter period have landed. */
  public RollUpCells afterLanding(PCollection<Void> landedRows) {
    return new RollUpCells(store, shorter, periodMillis, shards, lateness, List.of(landedRows));
  }

  /** How much later than the first shard the last one is added up, in event time. */
  public static Duration spread(int shards) {
    return PeriodEnd.spread(ofWholeBuckets(shards));
  }

  private static int ofWholeBuckets(int shards) {
    return Math.min(shards, Buckets.COUNT);
  }

  @Override
  public PCollection<CellTotals> expand(PCollection<CellTotals> totals) {
    return totals
        .apply("PeriodOf", ParDo.of(new PeriodOfFn(periodMillis, shards)))
        .setCoder(KvCoder.of(MinuteShardCoder.of(), VarIntCoder.of()))
        .apply("AwaitLanding", AwaitStored.of(landed))
        .apply(
            "AddUpStored",
            ParDo.of(new AddUpStoredFn(store, shorter, periodMillis, shards, lateness)))
        .setCoder(CellTotalsCoder.of());
  }

  /** Sends each period and shard once a bundle: the step behind may read for a while. */
  private static final class PeriodOfFn extends DoFn<CellTotals, KV<MinuteShard, Integer>> {

    private static final long serialVersionUID = 1L;

    private final long periodMillis;
    private final int shards;
    private transient Set<MinuteShard> sent = new HashSet<>();

    PeriodOfFn(long periodMillis, int shards) {
      this.periodMillis = periodMillis;
      this.shards = shards;
    }

    @StartBundle
    public void start() {
      sent = new HashSet<>();
    }

    @ProcessElement
    public void period(@Element CellTotals totals, OutputReceiver<KV<MinuteShard, Integer>> out) {
      long start = totals.startMillis() - Math.floorMod(totals.startMillis(), periodMillis);
      MinuteShard key = new MinuteShard(start, totals.shard() % shards);
      if (sent.add(key)) {
        out.output(KV.of(key, totals.cells().size()));
      }
    }
  }
}
