package org.adclicks.pipeline.rollup;

import java.util.Map;
import java.util.TreeMap;
import org.adclicks.click.Scope;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.cells.CellTotal;
import org.adclicks.transforms.cells.CellTotals;
import org.adclicks.transforms.cells.CellTotalsCoder;
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
 * Adds up the cells of minutes to hours where all of them pass by: in a bounded run, which need not
 * read them back from the store.
 *
 * <p>Shape: {@code PCollection<CellTotals>} of minutes -> {@code PCollection<CellTotals>} of hours.
 * What comes twice of a cell counts by what it added.
 */
public final class SumCells extends PTransform<PCollection<CellTotals>, PCollection<CellTotals>> {

  private static final long serialVersionUID = 1L;

  private SumCells() {}

  public static SumCells perHour() {
    return new SumCells();
  }

  @Override
  public PCollection<CellTotals> expand(PCollection<CellTotals> minutes) {
    return minutes
        .apply("HourOf", ParDo.of(new HourOfFn()))
        .setCoder(KvCoder.of(MinuteShardCoder.of(), CellTotalsCoder.of()))
        .apply("Gather", GroupByKey.create())
        .apply("Sum", ParDo.of(new SumFn()))
        .setCoder(CellTotalsCoder.of());
  }

  private static final class HourOfFn extends DoFn<CellTotals, KV<MinuteShard, CellTotals>> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void key(@Element CellTotals totals, OutputReceiver<KV<MinuteShard, CellTotals>> out) {
      out.output(
          KV.of(new MinuteShard(Periods.hourOf(totals.startMillis()), totals.shard()), totals));
    }
  }

  private static final class SumFn extends DoFn<KV<MinuteShard, Iterable<CellTotals>>, CellTotals> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void sum(
        @Element KV<MinuteShard, Iterable<CellTotals>> hour, OutputReceiver<CellTotals> out) {
      Map<String, Map<Scope, Long>> byAd = new TreeMap<>();
      for (CellTotals minute : hour.getValue()) {
        for (CellTotal cell : minute.cells()) {
          byAd.computeIfAbsent(cell.adId(), ad -> new TreeMap<>())
              .merge(cell.scope(), cell.added(), Long::sum);
        }
      }
      MinuteShard key = hour.getKey();
      RolledUpCells summed = new RolledUpCells(key.minuteMillis(), key.shard(), out::output);
      byAd.forEach(
          (ad, scopes) -> scopes.forEach((scope, clicks) -> summed.add(ad, scope, clicks)));
      summed.flush();
    }
  }
}
