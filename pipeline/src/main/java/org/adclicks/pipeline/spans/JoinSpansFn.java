package org.adclicks.pipeline.spans;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.adclicks.pipeline.sink.PartitionBatch;
import org.adclicks.pipeline.sink.StoreRow;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.proto.store.ClickBuckets;
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
 * Keeps the {@link Stretches} of event time this pipeline has counted, as (from, through); and
 * since when its sliding windows are what they are, and what it can leave out is written.
 *
 * <p>What records that nobody can read any more may have held is cut out of them, though it was
 * told before.
 *
 * <p>A pipeline that begins anew, without its state, begins a stretch of its own: what is between
 * two stretches nobody has counted.
 */
final class JoinSpansFn extends DoFn<KV<Long, SpanNews>, PartitionBatch> {

  private static final long NOTHING = Long.MIN_VALUE;

  /**
   * By how much later a row that is less has to be. An attempt that was further before it heard of
   * what is unread is outdone, and a stream begun anew, whose row may begin at the same time, takes
   * its place once it is as much further.
   */
  private static final long CUT_MILLIS = Periods.HOUR_MILLIS;

  private static final String STRETCHES = "stretches";
  private static final String THROUGH = "through";
  private static final String WINDOWS = "windows";
  private static final String WINDOWS_FROM = "windowsFrom";
  private static final String KEPT = "kept";
  private static final String UNREAD = "unread";
  private static final String CUTS = "cuts";
  private static final String PERIODS = "periods";

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

  @StateId(UNREAD)
  private final StateSpec<ValueState<SortedMap<Long, Long>>> unreadSpec =
      StateSpecs.value(SortedMapCoder.of(VarLongCoder.of(), VarLongCoder.of()));

  /** How often what was told has become less: such rows take the place of newer ones. */
  @StateId(CUTS)
  private final StateSpec<ValueState<Long>> cutsSpec = StateSpecs.value(VarLongCoder.of());

  /** Through when the periods of each of what is kept are written, and minutes are final. */
  @StateId(PERIODS)
  private final StateSpec<ValueState<SortedMap<String, Long>>> periodsSpec =
      StateSpecs.value(SortedMapCoder.of(StringUtf8Coder.of(), VarLongCoder.of()));

  @ProcessElement
  public void join(
      @Element KV<Long, SpanNews> element,
      @AlwaysFetched @StateId(STRETCHES) ValueState<SortedMap<Long, Long>> stretchesState,
      @AlwaysFetched @StateId(THROUGH) ValueState<Long> throughState,
      @AlwaysFetched @StateId(WINDOWS) ValueState<String> windowsState,
      @AlwaysFetched @StateId(WINDOWS_FROM) ValueState<Long> windowsFromState,
      @AlwaysFetched @StateId(KEPT) ValueState<SortedMap<String, Long>> keptState,
      @AlwaysFetched @StateId(UNREAD) ValueState<SortedMap<Long, Long>> unreadState,
      @AlwaysFetched @StateId(CUTS) ValueState<Long> cutsState,
      @AlwaysFetched @StateId(PERIODS) ValueState<SortedMap<String, Long>> periodsState,
      OutputReceiver<PartitionBatch> out) {
    SpanNews.Kind kind = element.getValue().kind();
    Keeping keeping = keeping(element.getValue(), windowsState, keptState);
    long from = element.getValue().fromMillis();
    long to = element.getValue().toMillis();
    SortedMap<Long, Long> known = stretchesState.read();
    Stretches stretches = new Stretches(orNone(known));
    UnreadSpans unread = new UnreadSpans(orNone(unreadState.read()));
    long through = or(throughState.read(), NOTHING);
    NavigableMap<Long, Long> toldBefore = unread.cutOutOf(stretches.completeThrough(through));
    long newThrough = through;
    SortedMap<String, Long> periods = orNone(periodsState.read());
    boolean concernsAll = false;
    boolean isFinalMore = false;
    Map<Long, Long> rows = new TreeMap<>();
    switch (kind) {
      case MINUTE -> stretches.addMinute(from);
      case PROGRESS -> newThrough = Math.max(through, to);
      case UNREAD -> {
        if (unread.add(from, to)) {
          unreadState.write(unread.spans());
          // Told at once, so that no reader takes what comes before for going on beyond it.
          long end = unread.endOf(from);
          rows.put(end, end);
        }
      }
      case ROLLED_UP, CLICK_HOURS, FINAL -> {
        SortedMap<String, Long> more = raised(periods, nameOf(kind, keeping), to);
        if (!more.equals(periods)) {
          isFinalMore = kind == SpanNews.Kind.FINAL;
          concernsAll = !isFinalMore;
          periodsState.write(more);
          periods = more;
        }
      }
      case LOST_CLICKS, LOST_ROLL_UPS -> {
        SortedMap<String, Long> since =
            raised(keptFrom(keeping, keptState, NOTHING), nameOf(kind, keeping), to);
        concernsAll = !since.equals(keptState.read());
        keptState.write(since);
      }
    }
    stretches.addProgress(newThrough);
    if (!stretches.ends().equals(known)) {
      stretchesState.write(stretches.ends());
    }
    if (newThrough != through) {
      throughState.write(newThrough);
    }
    NavigableMap<Long, Long> told = unread.cutOutOf(stretches.completeThrough(newThrough));
    boolean isLess = false;
    for (Map.Entry<Long, Long> before : toldBefore.entrySet()) {
      long begin = before.getKey();
      Map.@Nullable Entry<Long, Long> now = told.floorEntry(begin);
      boolean isWithinAnEarlierOne =
          now != null && now.getKey() < begin && now.getValue() >= before.getValue();
      long end = told.getOrDefault(begin, begin);
      if (!isWithinAnEarlierOne && end != before.getValue()) {
        rows.put(begin, end);
        isLess |= end < before.getValue();
      }
    }
    told.forEach(
        (begin, end) -> {
          if (!toldBefore.containsKey(begin)) {
            rows.put(begin, end);
          }
        });
    if (concernsAll) {
      rows.putAll(told);
    }
    rows.replaceAll((begin, end) -> told.getOrDefault(begin, end));
    Set<Long> finals = new TreeSet<>(isFinalMore ? told.keySet() : rows.keySet());
    if (!isFinalMore) {
      finals.removeAll(toldBefore.keySet());
    }
    tellFinal(finals, periods.get(StoreSchema.KEPT_FINAL), out);
    if (rows.isEmpty()) {
      return;
    }
    long cuts = or(cutsState.read(), 0) + (isLess ? 1 : 0);
    if (isLess) {
      cutsState.write(cuts);
    }
    // The first windows and tables are kept from the first minute on, others from the first on of
    // which no click has passed by yet.
    boolean first = windowsState.read() == null;
    long now = stretches.endMillis();
    if (!keeping.windows().equals(windowsState.read())) {
      windowsFromState.write(first ? Long.MIN_VALUE : now);
      windowsState.write(keeping.windows());
    }
    long windowsFrom = or(windowsFromState.read(), newThrough);
    SortedMap<String, Long> keptFrom = keptFrom(keeping, keptState, first ? Long.MIN_VALUE : now);
    List<StoreRow> written = new ArrayList<>();
    for (Map.Entry<Long, Long> row : rows.entrySet()) {
      long version = Versions.of(Math.max(newThrough, row.getValue()) + cuts * CUT_MILLIS, 0, 0);
      written.add(
          row(version, row.getKey(), row.getValue(), keeping, windowsFrom, keptFrom, periods));
    }
    out.output(new PartitionBatch(StoreTable.COUNTED_SPANS, written));
  }

  /**
   * By rows of versions of their own: an attempt that goes on from a checkpoint hears of it again
   * later than of progress, and it does not go back meanwhile.
   */
  private static void tellFinal(
      Set<Long> begins, @Nullable Long through, OutputReceiver<PartitionBatch> out) {
    if (through != null && !begins.isEmpty()) {
      long version = Versions.of(through, 0, 0);
      out.output(
          new PartitionBatch(
              StoreTable.FINAL_SPANS,
              begins.stream()
                  .map(begin -> StoreRow.of(version, StoreSchema.STREAM_PIPELINE, begin, through))
                  .toList()));
    }
  }

  private static Keeping keeping(
      SpanNews news, ValueState<String> windows, ValueState<SortedMap<String, Long>> kept) {
    if (!news.keeping().isEmpty()) {
      return Keeping.parse(news.keeping());
    }
    String known = windows.read();
    return new Keeping(known == null ? "" : known, List.copyOf(orNone(kept.read()).keySet()));
  }

  private static StoreRow row(
      long version,
      long from,
      long through,
      Keeping keeping,
      long windowsFrom,
      SortedMap<String, Long> keptSince,
      SortedMap<String, Long> periods) {
    SortedMap<String, Long> keptFrom = new TreeMap<>(keptSince);
    keptFrom.replaceAll((name, since) -> Math.max(from, since));
    return StoreRow.of(
        version,
        StoreSchema.STREAM_PIPELINE,
        from,
        through,
        keeping.windows(),
        Math.max(from, windowsFrom),
        keptFrom,
        periodsThrough(keeping, periods));
  }

  /** Of all that is kept and has periods: of none yet, 1970. */
  private static SortedMap<String, Long> periodsThrough(
      Keeping keeping, SortedMap<String, Long> known) {
    SortedMap<String, Long> all = new TreeMap<>();
    for (String name : keeping.names()) {
      if (name.equals(StoreSchema.KEPT_ROLL_UPS) || ClickBuckets.isKeptName(name)) {
        all.put(name, known.getOrDefault(name, 0L));
      }
    }
    return all;
  }

  private static String nameOf(SpanNews.Kind kind, Keeping keeping) {
    return switch (kind) {
      case FINAL -> StoreSchema.KEPT_FINAL;
      case ROLLED_UP, LOST_ROLL_UPS -> StoreSchema.KEPT_ROLL_UPS;
      default -> keeping.names().stream().filter(ClickBuckets::isKeptName).findFirst().orElse("");
    };
  }

  private static SortedMap<String, Long> raised(
      SortedMap<String, Long> times, String name, long millis) {
    SortedMap<String, Long> raised = new TreeMap<>(times);
    raised.merge(name, millis, Math::max);
    return raised;
  }

  private static <K> SortedMap<K, Long> orNone(@Nullable SortedMap<K, Long> times) {
    return times == null ? Collections.emptySortedMap() : times;
  }

  private static SortedMap<String, Long> keptFrom(
      Keeping keeping, ValueState<SortedMap<String, Long>> state, long ifNewMillis) {
    SortedMap<String, Long> before = state.read();
    SortedMap<String, Long> now = new TreeMap<>();
    for (String name : keeping.names()) {
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
