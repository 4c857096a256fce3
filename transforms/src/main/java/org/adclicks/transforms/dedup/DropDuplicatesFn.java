package org.adclicks.transforms.dedup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.adclicks.transforms.arrivals.ArrivalNews;
import org.adclicks.transforms.arrivals.ArrivalsTag;
import org.adclicks.transforms.minutes.Lateness;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.minutes.MinuteCountsTag;
import org.adclicks.transforms.pack.ClickPack;
import org.adclicks.transforms.pack.ClickPackCoder;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.state.BackdatingFn;
import org.adclicks.transforms.state.EventTimers;
import org.adclicks.transforms.state.SplitState;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/**
 * Lets through the clicks of one minute and shard whose identities have not been seen.
 *
 * <p>This is where it is judged, once for all steps behind, whether a click is late or too late. So
 * what leaves is stamped with the watermark of that judgement, or with its oldest click if that is
 * later: nothing behind this step is late, and a later step can tell from the stamp what the
 * watermark was here, also while it knows none itself.
 *
 * <p>After a restart no watermark is known until the first one arrives. A click of a minute long
 * forgotten would look new; therefore packs wait for it.
 *
 * <p>Packs that have waited are stamped with the watermark that frees them.
 */
final class DropDuplicatesFn extends BackdatingFn<KV<MinuteShard, ClickPack>, ClickPack> {

  private static final long serialVersionUID = 1L;
  private static final String SEEN = "seen";
  private static final String BEGUN = "begun";
  private static final String UNJUDGED = "unjudged";
  private static final String JUDGE = "judge";
  private static final String FORGET = "forget";

  @StateId(SEEN)
  private final StateSpec<MapState<Integer, IdentitySet>> seenSpec =
      StateSpecs.map(VarIntCoder.of(), IdentitySet.SetCoder.of());

  /** Written with a minute's first clicks. */
  @StateId(BEGUN)
  private final StateSpec<ValueState<Boolean>> begunSpec = StateSpecs.value(BooleanCoder.of());

  /** What came before any watermark was known. */
  @StateId(UNJUDGED)
  private final StateSpec<BagState<ClickPack>> unjudgedSpec = StateSpecs.bag(ClickPackCoder.of());

  @TimerId(JUDGE)
  private final TimerSpec judgeSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @TimerId(FORGET)
  private final TimerSpec forgetSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final Lateness lateness;
  private final int stateParts;
  private final boolean awaitsWatermark;

  DropDuplicatesFn(Lateness lateness, int stateParts) {
    this(lateness, stateParts, false);
  }

  private DropDuplicatesFn(Lateness lateness, int stateParts, boolean awaitsWatermark) {
    this.lateness = lateness;
    this.stateParts = stateParts;
    this.awaitsWatermark = awaitsWatermark;
  }

  DropDuplicatesFn withLateness(Lateness changed) {
    return new DropDuplicatesFn(changed, stateParts, awaitsWatermark);
  }

  DropDuplicatesFn withStateParts(int parts) {
    return new DropDuplicatesFn(lateness, parts, awaitsWatermark);
  }

  /** Whether packs wait for the first watermark: a bounded input has none before its end. */
  DropDuplicatesFn awaitingWatermark(boolean awaits) {
    return new DropDuplicatesFn(lateness, stateParts, awaits);
  }

  @ProcessElement
  public void dropDuplicates(
      @Element KV<MinuteShard, ClickPack> element,
      @Timestamp Instant timestamp,
      @StateId(SEEN) MapState<Integer, IdentitySet> seen,
      @StateId(BEGUN) ValueState<Boolean> begun,
      @StateId(UNJUDGED) BagState<ClickPack> unjudged,
      @TimerId(JUDGE) Timer judge,
      @TimerId(FORGET) Timer forget,
      MultiOutputReceiver out) {
    long watermark = forget.getCurrentRelativeTime().getMillis();
    ClickPack pack = element.getValue();
    if (awaitsWatermark && watermark <= EventTimers.NO_WATERMARK) {
      unjudged.add(pack);
      EventTimers.setHolding(judge, EventTimers.NO_WATERMARK + 1);
      return;
    }
    Instant stamp = EventTimers.atMost(Math.max(watermark, timestamp.getMillis()), 0);
    judge(pack, watermark, stamp, seen, begun, forget, out);
  }

  @OnTimer(JUDGE)
  public void judgeWaiting(
      @StateId(SEEN) MapState<Integer, IdentitySet> seen,
      @StateId(BEGUN) ValueState<Boolean> begun,
      @StateId(UNJUDGED) BagState<ClickPack> unjudged,
      @TimerId(FORGET) Timer forget,
      MultiOutputReceiver out) {
    long reached = forget.getCurrentRelativeTime().getMillis();
    // An input that ends without ever having given a watermark has no late clicks.
    long watermark = reached < EventTimers.END_OF_INPUT ? reached : EventTimers.NO_WATERMARK;
    List<ClickPack> packs = new ArrayList<>();
    unjudged.read().forEach(packs::add);
    unjudged.clear();
    for (ClickPack pack : packs) {
      Instant stamp = EventTimers.atMost(Math.max(watermark, pack.minuteMillis()), 0);
      judge(pack, watermark, stamp, seen, begun, forget, out);
    }
  }

  private void judge(
      ClickPack pack,
      long watermark,
      Instant stamp,
      MapState<Integer, IdentitySet> seenState,
      ValueState<Boolean> begun,
      Timer forget,
      MultiOutputReceiver out) {
    long minute = pack.minuteMillis();
    if (lateness.isTooLate(minute, watermark)) {
      count(minute, new MinuteCounts(0, 0, 0, 0, pack.size(), 0), stamp, out);
      goesNoFurther(pack, pack.size(), stamp, out);
      return;
    }
    if (begun.read() == null) {
      begun.write(true);
      forget.withNoOutputTimestamp().set(Instant.ofEpochMilli(lateness.finalAt(minute)));
    }
    SplitState<Integer, IdentitySet> seen = new SplitState<>(seenState, IdentitySet::new);
    ClickPack fresh =
        pack.keep(
            (high, low) ->
                seen.touch(SplitState.of(IdentitySet.placeOf(high), stateParts)).add(high, low));
    if (fresh.size() > 0) {
      seen.writeTouched();
      out.get(DeduplicatedClicks.CLICKS).outputWithTimestamp(fresh, stamp);
    }
    long late = lateness.isLate(minute, watermark) ? fresh.size() : 0;
    int duplicates = pack.size() - fresh.size();
    count(minute, new MinuteCounts(fresh.size(), 0, duplicates, late, 0, 0), stamp, out);
    goesNoFurther(pack, duplicates, stamp, out);
  }

  private static void goesNoFurther(
      ClickPack pack, int clicks, Instant stamp, MultiOutputReceiver out) {
    if (pack.lot() != 0 && clicks > 0) {
      out.get(ArrivalsTag.ARRIVALS)
          .outputWithTimestamp(ArrivalNews.ofDone(Map.of(pack.lot(), (long) clicks)), stamp);
    }
  }

  @OnTimer(FORGET)
  public void forget(
      @StateId(SEEN) MapState<Integer, IdentitySet> seenState,
      @StateId(BEGUN) ValueState<Boolean> begun) {
    seenState.clear();
    begun.clear();
  }

  private static void count(
      long minute, MinuteCounts counts, Instant stamp, MultiOutputReceiver out) {
    out.get(MinuteCountsTag.COUNTS).outputWithTimestamp(KV.of(minute, counts), stamp);
  }
}
