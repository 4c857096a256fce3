package org.adclicks.pipeline.sink;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.adclicks.proto.store.Periods;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.proto.store.Versions;
import org.apache.beam.sdk.coders.SortedMapCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the stretch of event time this pipeline has counted, as (from, through), from its first
 * minute with clicks to its progress; and since when its sliding windows are what they are, and
 * what it can leave out is written.
 *
 * <p>A pipeline that begins anew, without its state, begins a stretch of its own: what is between
 * two stretches nobody has counted.
 */
final class JoinSpansFn extends DoFn<KV<Integer, KV<Long, Long>>, PartitionBatch> {

  static final long UNKNOWN_BEGINNING = Long.MAX_VALUE;
  static final long UNKNOWN_END = Long.MIN_VALUE;

  private static final String FROM = "from";
  private static final String THROUGH = "through";
  private static final String WINDOWS = "windows";
  private static final String WINDOWS_FROM = "windowsFrom";
  private static final String NEWEST = "newest";
  private static final String KEPT = "kept";

  @StateId(FROM)
  private final StateSpec<ValueState<Long>> fromSpec = StateSpecs.value(VarLongCoder.of());

  @StateId(THROUGH)
  private final StateSpec<ValueState<Long>> throughSpec = StateSpecs.value(VarLongCoder.of());

  @StateId(WINDOWS)
  private final StateSpec<ValueState<String>> windowsSpec = StateSpecs.value(StringUtf8Coder.of());

  @StateId(WINDOWS_FROM)
  private final StateSpec<ValueState<Long>> windowsFromSpec = StateSpecs.value(VarLongCoder.of());

  /** The newest minute with clicks: what begins to be written now lacks clicks up to there. */
  @StateId(NEWEST)
  private final StateSpec<ValueState<Long>> newestSpec = StateSpecs.value(VarLongCoder.of());

  @StateId(KEPT)
  private final StateSpec<ValueState<SortedMap<String, Long>>> keptSpec =
      StateSpecs.value(SortedMapCoder.of(StringUtf8Coder.of(), VarLongCoder.of()));

  private final String windows;
  private final List<String> kept;

  /**
   * @param kept what is written of that which could be left out
   */
  JoinSpansFn(String windows, Collection<String> kept) {
    this.windows = windows;
    this.kept = List.copyOf(kept);
  }

  @ProcessElement
  public void join(
      @Element KV<Integer, KV<Long, Long>> element,
      @AlwaysFetched @StateId(FROM) ValueState<Long> fromState,
      @AlwaysFetched @StateId(THROUGH) ValueState<Long> throughState,
      @AlwaysFetched @StateId(WINDOWS) ValueState<String> windowsState,
      @AlwaysFetched @StateId(WINDOWS_FROM) ValueState<Long> windowsFromState,
      @AlwaysFetched @StateId(NEWEST) ValueState<Long> newestState,
      @AlwaysFetched @StateId(KEPT) ValueState<SortedMap<String, Long>> keptState,
      OutputReceiver<PartitionBatch> out) {
    long from = or(fromState.read(), UNKNOWN_BEGINNING);
    long through = or(throughState.read(), UNKNOWN_END);
    long newFrom = Math.min(from, element.getValue().getKey());
    long newThrough = Math.max(through, element.getValue().getValue());
    long newest = noteNewest(element.getValue(), newestState);
    if (newFrom == from && newThrough == through) {
      return;
    }
    fromState.write(newFrom);
    throughState.write(newThrough);
    if (newFrom == UNKNOWN_BEGINNING || newThrough <= newFrom) {
      return;
    }
    // The first windows and tables are kept from the first minute on, others from the first on of
    // which no click has passed by yet.
    boolean first = windowsState.read() == null;
    long now = Math.max(newThrough, newest + Periods.MINUTE_MILLIS);
    if (!windows.equals(windowsState.read())) {
      windowsFromState.write(first ? Long.MIN_VALUE : now);
      windowsState.write(windows);
    }
    SortedMap<String, Long> keptFrom = keptFrom(keptState, first ? Long.MIN_VALUE : now);
    keptFrom.replaceAll((name, since) -> Math.max(newFrom, since));
    long windowsFrom = Math.max(newFrom, or(windowsFromState.read(), newThrough));
    StoreRow row =
        StoreRow.of(
            Versions.of(newThrough, 0, 0),
            StoreSchema.STREAM_PIPELINE,
            newFrom,
            newThrough,
            windows,
            windowsFrom,
            keptFrom);
    out.output(new PartitionBatch(StoreTable.COUNTED_SPANS, List.of(row)));
  }

  private static long noteNewest(KV<Long, Long> span, ValueState<Long> state) {
    long known = or(state.read(), Long.MIN_VALUE);
    long minute = span.getKey();
    if (minute == UNKNOWN_BEGINNING || minute <= known) {
      return known;
    }
    state.write(minute);
    return minute;
  }

  private SortedMap<String, Long> keptFrom(
      ValueState<SortedMap<String, Long>> state, long ifNewMillis) {
    SortedMap<String, Long> before = state.read();
    SortedMap<String, Long> now = new TreeMap<>();
    for (String name : kept) {
      Long since = before == null ? null : before.get(name);
      now.put(name, since == null ? ifNewMillis : since);
    }
    if (!now.equals(before)) {
      state.write(new TreeMap<>(now));
    }
    return now;
  }

  private static long or(@Nullable Long value, long missing) {
    return value == null ? missing : value;
  }
}
