package org.adclicks.transforms;

import java.util.ArrayList;
import java.util.List;
import org.adclicks.proto.store.Periods;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;

/**
 * Adds up the cells of minutes to hours, or of hours to days (UTC), for answers over long ranges.
 *
 * <p>Shape: {@code PCollection<CellTotals>} -> {@code PCollection<CellTotals>} of the longer
 * period, once, when the allowed lateness of its last minute is over: a roll-up is final when it
 * appears.
 *
 * <p>State: the cells of a period that is not final yet. Errors: {@link IllegalArgumentException}
 * for a negative lateness.
 */
public final class RollUpCells
    extends PTransform<PCollection<CellTotals>, PCollection<CellTotals>> {

  private static final long serialVersionUID = 1L;

  private final long periodMillis;
  private final long latenessMillis;

  private RollUpCells(long periodMillis, long latenessMillis) {
    this.periodMillis = periodMillis;
    this.latenessMillis = latenessMillis;
  }

  public static RollUpCells perHour() {
    return new RollUpCells(Periods.HOUR_MILLIS, Duration.standardMinutes(10).getMillis());
  }

  public static RollUpCells perDay() {
    return new RollUpCells(Periods.DAY_MILLIS, Duration.standardMinutes(10).getMillis());
  }

  /** Waits for clicks this far behind the watermark. Default: ten minutes. */
  public RollUpCells withAllowedLateness(Duration lateness) {
    return new RollUpCells(
        periodMillis, Durations.requireNotNegative("allowed lateness", lateness));
  }

  @Override
  public PCollection<CellTotals> expand(PCollection<CellTotals> totals) {
    return totals
        .apply("KeyByPeriod", ParDo.of(new KeyByPeriodFn(periodMillis)))
        .setCoder(KvCoder.of(MinuteShardCoder.of(), CellTotalsCoder.of()))
        .apply("AddUpPeriods", ParDo.of(new AddUpPeriodsFn(periodMillis, latenessMillis)))
        .setCoder(CellTotalsCoder.of());
  }

  private static final class KeyByPeriodFn extends DoFn<CellTotals, KV<MinuteShard, CellTotals>> {

    private static final long serialVersionUID = 1L;

    private final long periodMillis;

    KeyByPeriodFn(long periodMillis) {
      this.periodMillis = periodMillis;
    }

    @ProcessElement
    public void key(@Element CellTotals totals, OutputReceiver<KV<MinuteShard, CellTotals>> out) {
      long start = totals.startMillis() - Math.floorMod(totals.startMillis(), periodMillis);
      out.output(KV.of(new MinuteShard(start, totals.shard()), totals));
    }
  }

  private static final class AddUpPeriodsFn extends DoFn<KV<MinuteShard, CellTotals>, CellTotals> {

    private static final long serialVersionUID = 1L;
    private static final String CELLS = "cells";
    private static final String FINISH = "finish";
    private static final int MAX_CELLS_PER_EMISSION = 2_000;

    @StateId(CELLS)
    private final StateSpec<ValueState<AdCounts>> cellsSpec = StateSpecs.value(AdCountsCoder.of());

    @TimerId(FINISH)
    private final TimerSpec finishSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    private final long periodMillis;
    private final long latenessMillis;

    AddUpPeriodsFn(long periodMillis, long latenessMillis) {
      this.periodMillis = periodMillis;
      this.latenessMillis = latenessMillis;
    }

    @ProcessElement
    public void add(
        @Element KV<MinuteShard, CellTotals> element,
        @AlwaysFetched @StateId(CELLS) ValueState<AdCounts> cellsState,
        @TimerId(FINISH) Timer finish) {
      AdCounts cells = cellsState.read();
      if (cells == null) {
        cells = new AdCounts();
        long end = element.getKey().minuteMillis() + periodMillis + latenessMillis;
        EventTimes.setHolding(finish, end);
      }
      for (CellTotal cell : element.getValue().cells()) {
        cells.add(cell.adId(), cell.country(), cell.added());
      }
      cellsState.write(cells);
    }

    @OnTimer(FINISH)
    public void finish(
        @Key MinuteShard key,
        @StateId(CELLS) ValueState<AdCounts> cellsState,
        OutputReceiver<CellTotals> out) {
      AdCounts cells = cellsState.read();
      if (cells == null) {
        return;
      }
      List<CellTotal> totals = new ArrayList<>(cells.size());
      cells.forEach(
          (ad, country, clicks) -> totals.add(new CellTotal(ad, country, clicks, clicks)));
      for (int from = 0; from < totals.size(); from += MAX_CELLS_PER_EMISSION) {
        int to = Math.min(from + MAX_CELLS_PER_EMISSION, totals.size());
        out.output(
            new CellTotals(
                key.minuteMillis(), key.shard(), new ArrayList<>(totals.subList(from, to))));
      }
      cellsState.clear();
    }
  }

  /** {@link AdCounts} as state. */
  static final class AdCountsCoder extends PackCoder<AdCounts> {

    private static final long serialVersionUID = 1L;
    private static final AdCountsCoder INSTANCE = new AdCountsCoder();

    static AdCountsCoder of() {
      return INSTANCE;
    }

    @Override
    void write(AdCounts value, PackWriter out) {
      value.write(out);
    }

    @Override
    AdCounts read(PackReader in) throws CoderException {
      return AdCounts.read(in);
    }
  }
}
