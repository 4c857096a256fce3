package org.adclicks.pipeline.queue;

import com.google.protobuf.InvalidProtocolBufferException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.adclicks.transforms.state.EventTimers;
import org.adclicks.v1.Completeness;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/**
 * Hands on minutes and unread spans as they come, and how far all has come once the watermark has
 * passed its stamp: by then all it speaks of has been handed on.
 *
 * <p>Each is given the name of this state, by which a reader tells a stream that goes on from one
 * that began anew.
 */
final class TellInOrderFn extends DoFn<KV<Integer, byte[]>, byte[]> {

  private static final long serialVersionUID = 1L;
  private static final String STREAM = "stream";
  private static final String HELD = "held";
  private static final String HOLD = "hold";
  private static final String LEAVE = "leave";

  private static final SecureRandom NAMES = new SecureRandom();

  @StateId(STREAM)
  private final StateSpec<ValueState<Long>> streamSpec = StateSpecs.value(VarLongCoder.of());

  /** What waits, with its stamp. */
  @StateId(HELD)
  private final StateSpec<BagState<KV<Long, byte[]>>> heldSpec =
      StateSpecs.bag(KvCoder.of(VarLongCoder.of(), ByteArrayCoder.of()));

  /** The earliest stamp of what waits. */
  @StateId(HOLD)
  private final StateSpec<ValueState<Long>> holdSpec = StateSpecs.value(VarLongCoder.of());

  @TimerId(LEAVE)
  private final TimerSpec leaveSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final String windows;
  private final List<String> kept;

  TellInOrderFn(String windows, List<String> kept) {
    this.windows = windows;
    this.kept = List.copyOf(kept);
  }

  @ProcessElement
  public void tell(
      @Element KV<Integer, byte[]> element,
      @Timestamp Instant timestamp,
      @AlwaysFetched @StateId(STREAM) ValueState<Long> stream,
      @StateId(HELD) BagState<KV<Long, byte[]>> held,
      @AlwaysFetched @StateId(HOLD) ValueState<Long> hold,
      @TimerId(LEAVE) Timer leave,
      OutputReceiver<byte[]> out)
      throws InvalidProtocolBufferException {
    Completeness message = Completeness.parseFrom(element.getValue());
    byte[] named =
        message.toBuilder()
            .setStream(nameOf(stream))
            .setSlidingWindows(windows)
            .addAllKept(kept)
            .build()
            .toByteArray();
    if (!message.hasComplete()) {
      out.output(named);
      return;
    }
    long stamp = timestamp.getMillis();
    held.add(KV.of(stamp, named));
    Long earliest = hold.read();
    if (earliest == null || stamp < earliest) {
      hold.write(stamp);
      leave.withOutputTimestamp(timestamp).set(EventTimers.atMost(stamp, 1));
    }
  }

  private static long nameOf(ValueState<Long> stream) {
    Long known = stream.read();
    if (known != null) {
      return known;
    }
    long name = NAMES.nextLong() & Long.MAX_VALUE;
    stream.write(name);
    return name;
  }

  @OnTimer(LEAVE)
  public void leave(
      @StateId(HELD) BagState<KV<Long, byte[]>> held,
      @StateId(HOLD) ValueState<Long> hold,
      @TimerId(LEAVE) Timer leave,
      OutputReceiver<byte[]> out) {
    long watermark = leave.getCurrentRelativeTime().getMillis();
    List<KV<Long, byte[]>> rest = new ArrayList<>();
    for (KV<Long, byte[]> each : held.read()) {
      // The last watermark there is passes whatever is stamped with it.
      if (each.getKey() < watermark || watermark >= EventTimers.END_OF_INPUT) {
        out.output(each.getValue());
      } else {
        rest.add(each);
      }
    }
    held.clear();
    rest.forEach(held::add);
    if (rest.isEmpty()) {
      hold.clear();
      return;
    }
    long earliest = rest.stream().mapToLong(KV::getKey).min().orElseThrow();
    hold.write(earliest);
    leave.withOutputTimestamp(Instant.ofEpochMilli(earliest)).set(EventTimers.atMost(earliest, 1));
  }
}
