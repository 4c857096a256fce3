package org.adclicks.transforms.open;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.adclicks.proto.store.OpenBlocks;
import org.adclicks.proto.store.OpenCells;
import org.adclicks.transforms.cells.CellCounts;
import org.adclicks.transforms.cells.CellPack;
import org.adclicks.transforms.minutes.Lateness;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.state.BackdatingFn;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Adds up the cells of one minute and shard of ads whenever there are some and the time has come.
 *
 * <p>It holds no watermark: nothing that closes a minute waits for it.
 */
final class AddUpOpenFn extends BackdatingFn<KV<MinuteShard, CellPack>, OpenShard> {

  private static final long serialVersionUID = 1L;
  private static final String PARTS = "parts";
  private static final String VERSION = "version";
  private static final String WAITING = "waiting";
  private static final String ADD_UP = "addUp";
  private static final String FORGET = "forget";

  @StateId(PARTS)
  private final StateSpec<BagState<OpenPart>> partsSpec = StateSpecs.bag(OpenPart.PartCoder.of());

  @StateId(VERSION)
  private final StateSpec<ValueState<Long>> versionSpec = StateSpecs.value(VarLongCoder.of());

  /** Whether the timer is set. */
  @StateId(WAITING)
  private final StateSpec<ValueState<Boolean>> waitingSpec = StateSpecs.value(BooleanCoder.of());

  @TimerId(ADD_UP)
  private final TimerSpec addUpSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  @TimerId(FORGET)
  private final TimerSpec forgetSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final Duration every;
  private final Lateness lateness;

  /** Anew with every instance: what another one has written is none of this one's. */
  private transient long writer;

  AddUpOpenFn(Duration every, Lateness lateness) {
    this.every = every;
    this.lateness = lateness;
  }

  @Setup
  public void setUp() {
    writer = ThreadLocalRandom.current().nextLong();
  }

  @ProcessElement
  public void add(
      @Element KV<MinuteShard, CellPack> element,
      @StateId(PARTS) BagState<OpenPart> parts,
      @AlwaysFetched @StateId(VERSION) ValueState<Long> version,
      @AlwaysFetched @StateId(WAITING) ValueState<Boolean> waiting,
      @TimerId(ADD_UP) Timer addUp,
      @TimerId(FORGET) Timer forget) {
    parts.add(OpenPart.of(element.getValue()));
    if (version.read() == null) {
      version.write(0L);
      forgetOnceFinal(element.getKey(), forget);
    }
    if (waiting.read() == null) {
      waiting.write(true);
      addUp.withNoOutputTimestamp().align(every).setRelative();
    }
  }

  private void forgetOnceFinal(MinuteShard key, Timer forget) {
    forget
        .withNoOutputTimestamp()
        .set(Instant.ofEpochMilli(lateness.finalAt(key.minuteMillis()) + 1));
  }

  @OnTimer(ADD_UP)
  public void addUp(
      @Key MinuteShard key,
      @StateId(PARTS) BagState<OpenPart> parts,
      @StateId(VERSION) ValueState<Long> versionState,
      @StateId(WAITING) ValueState<Boolean> waiting,
      @TimerId(FORGET) Timer forget,
      OutputReceiver<OpenShard> out) {
    waiting.clear();
    CellCounts counts = new CellCounts();
    Map<Long, Long> lots = new HashMap<>();
    for (OpenPart part : parts.read()) {
      part.addTo(counts);
      part.lots().forEach((lot, clicks) -> lots.merge(lot, clicks, Long::sum));
    }
    OpenCells cells = OpenPart.cellsOf(counts);
    parts.clear();
    Long before = versionState.read();
    long version = before == null ? 1 : before + 1;
    if (forget.getCurrentRelativeTime().getMillis() <= lateness.finalAt(key.minuteMillis())) {
      parts.add(new OpenPart(cells, Map.of()));
      versionState.write(version);
      // It may have fired while these waited.
      forgetOnceFinal(key, forget);
    } else {
      versionState.clear();
    }
    out.outputWithTimestamp(
        new OpenShard(
            new OpenBlocks.Block(key.minuteMillis(), key.shard(), writer, version), cells, lots),
        Instant.ofEpochMilli(key.minuteMillis()));
  }

  /** Unless something waits to be told. */
  @OnTimer(FORGET)
  public void forget(
      @StateId(PARTS) BagState<OpenPart> parts,
      @StateId(VERSION) ValueState<Long> version,
      @StateId(WAITING) ValueState<Boolean> waiting) {
    if (waiting.read() == null) {
      parts.clear();
      version.clear();
    }
  }
}
