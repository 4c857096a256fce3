package org.adclicks.pipeline.sink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
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
 * Keeps the {@link Stretches} of event time this pipeline has counted, as (from, through); and
 * since when its sliding windows are what they are, and what it can leave out is written.
 *
 * <p>A pipeline that begins anew, without its state, begins a stretch of its own: what is between
 * two stretches nobody has counted.
 */
final class JoinSpansFn extends DoFn<KV<Integer, KV<Long, Long>>, PartitionBatch> {

  static final long UNKNOWN_BEGINNING = Long.MAX_VALUE;
  static final long UNKNOWN_END = Long.MIN_VALUE;

  private static final String STRETCHES = "stretches";
  private static final String THROUGH = "through";
  private static final String WINDOWS = "windows";
  private static final String WINDOWS_FROM = "windowsFrom";
  private static final String KEPT = "kept";

  @StateId(STRETCHES)
  private final StateSpec<ValueState<SortedMap<Long, Long>>> stretchesSpec =
      StateSpecs.value(SortedMapCoder.of(VarLongCoder.of(), VarLongCoder.of()));

  @StateId(THROUGH)
  private final StateSpec<ValueState<Long>> throughSpec = StateSpecs.value(VarLongCoder.of());

  @StateId(WINDOWS)
  private final StateSpec<ValueState<String>> windowsSpec = StateSpecs.value(StringUtf8Coder.of());

  @StateId(WINDOWS_FROM)
  private final StateSpec<ValueState<Long>> windowsFromSpec = StateSpecs.value(VarLongCoder.of());

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
      @AlwaysFetched @StateId(STRETCHES) ValueState<SortedMap<Long, Long>> stretchesState,
      @AlwaysFetched @StateId(THROUGH) ValueState<Long> throughState,
      @AlwaysFetched @StateId(WINDOWS) ValueState<String> windowsState,
      @AlwaysFetched @StateId(WINDOWS_FROM) ValueState<Long> windowsFromState,
      @AlwaysFetched @StateId(KEPT) ValueState<SortedMap<String, Long>> keptState,
      OutputReceiver<PartitionBatch> out) {
    SortedMap<Long, Long> known = stretchesState.read();
    Stretches stretches = new Stretches(known == null ? Collections.emptySortedMap() : known);
    long through = or(throughState.read(), UNKNOWN_END);
    NavigableMap<Long, Long> toldBefore = stretches.completeThrough(through);
    long newThrough = Math.max(through, element.getValue().getValue());
    if (element.getValue().getKey() != UNKNOWN_BEGINNING) {
      stretches.addMinute(element.getValue().getKey());
    }
    stretches.addProgress(newThrough);
    if (!stretches.ends().equals(known)) {
      stretchesState.write(stretches.ends());
    }
    if (newThrough != through) {
      throughState.write(newThrough);
    }
    NavigableMap<Long, Long> told = stretches.completeThrough(newThrough);
    if (told.equals(toldBefore)) {
      return;
    }
    // The first windows and tables are kept from the first minute on, others from the first on of
    // which no click has passed by yet.
    boolean first = windowsState.read() == null;
    long now = stretches.endMillis();
    if (!windows.equals(windowsState.read())) {
      windowsFromState.write(first ? Long.MIN_VALUE : now);
      windowsState.write(windows);
    }
    long windowsFrom = or(windowsFromState.read(), newThrough);
    SortedMap<String, Long> keptFrom = keptFrom(keptState, first ? Long.MIN_VALUE : now);
    List<StoreRow> rows = new ArrayList<>();
    told.forEach(
        (from, end) -> {
          if (!end.equals(toldBefore.get(from))) {
            rows.add(row(from, end, windowsFrom, keptFrom));
          }
        });
    out.output(new PartitionBatch(StoreTable.COUNTED_SPANS, rows));
  }

  private StoreRow row(long from, long through, long windowsFrom, SortedMap<String, Long> kept) {
    SortedMap<String, Long> keptFrom = new TreeMap<>(kept);
    keptFrom.replaceAll((name, since) -> Math.max(from, since));
    return StoreRow.of(
        Versions.of(through, 0, 0),
        StoreSchema.STREAM_PIPELINE,
        from,
        through,
        windows,
        Math.max(from, windowsFrom),
        keptFrom);
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
