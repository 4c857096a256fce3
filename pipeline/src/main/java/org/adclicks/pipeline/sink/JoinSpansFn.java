package org.adclicks.pipeline.sink;

import java.util.List;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.proto.store.Versions;
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
 * minute with clicks to its progress; and since when its sliding windows are what they are.
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

  @StateId(FROM)
  private final StateSpec<ValueState<Long>> fromSpec = StateSpecs.value(VarLongCoder.of());

  @StateId(THROUGH)
  private final StateSpec<ValueState<Long>> throughSpec = StateSpecs.value(VarLongCoder.of());

  @StateId(WINDOWS)
  private final StateSpec<ValueState<String>> windowsSpec = StateSpecs.value(StringUtf8Coder.of());

  @StateId(WINDOWS_FROM)
  private final StateSpec<ValueState<Long>> windowsFromSpec = StateSpecs.value(VarLongCoder.of());

  private final String windows;

  JoinSpansFn(String windows) {
    this.windows = windows;
  }

  @ProcessElement
  public void join(
      @Element KV<Integer, KV<Long, Long>> element,
      @AlwaysFetched @StateId(FROM) ValueState<Long> fromState,
      @AlwaysFetched @StateId(THROUGH) ValueState<Long> throughState,
      @AlwaysFetched @StateId(WINDOWS) ValueState<String> windowsState,
      @AlwaysFetched @StateId(WINDOWS_FROM) ValueState<Long> windowsFromState,
      OutputReceiver<PartitionBatch> out) {
    long from = or(fromState.read(), UNKNOWN_BEGINNING);
    long through = or(throughState.read(), UNKNOWN_END);
    long newFrom = Math.min(from, element.getValue().getKey());
    long newThrough = Math.max(through, element.getValue().getValue());
    if (newFrom == from && newThrough == through) {
      return;
    }
    fromState.write(newFrom);
    throughState.write(newThrough);
    if (newFrom == UNKNOWN_BEGINNING || newThrough <= newFrom) {
      return;
    }
    if (!windows.equals(windowsState.read())) {
      // The first windows are kept from the first minute on, others from now on.
      windowsFromState.write(windowsState.read() == null ? Long.MIN_VALUE : newThrough);
      windowsState.write(windows);
    }
    long windowsFrom = Math.max(newFrom, or(windowsFromState.read(), newThrough));
    StoreRow row =
        StoreRow.of(
            Versions.of(newThrough, 0, 0),
            StoreSchema.STREAM_PIPELINE,
            newFrom,
            newThrough,
            windows,
            windowsFrom);
    out.output(new PartitionBatch(StoreTable.COUNTED_SPANS, List.of(row)));
  }

  private static long or(@Nullable Long value, long missing) {
    return value == null ? missing : value;
  }
}
