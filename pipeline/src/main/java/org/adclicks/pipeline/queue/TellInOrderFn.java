package org.adclicks.pipeline.queue;

import com.google.protobuf.InvalidProtocolBufferException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.adclicks.transforms.state.BackdatingFn;
import org.adclicks.transforms.state.EventTimers;
import org.adclicks.v1.Completeness;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Hands on minutes and unread spans as they come, and how far all has come once the watermark has
 * passed its stamp: by then all it speaks of has been handed on.
 *
 * <p>Each is given the name of this state, by which a reader tells a stream that goes on from one
 * that began anew.
 *
 * <p>Behind what was told some messages follow that say nothing, a second apart: the reader's time
 * stands between two of them, and corrections wait until it has moved again and again (decision
 * 0051).
 */
final class TellInOrderFn extends BackdatingFn<KV<Integer, byte[]>, byte[]> {

  private static final long serialVersionUID = 1L;
  private static final String STREAM = "stream";
  private static final String HELD = "held";
  private static final String HOLD = "hold";
  private static final String LEAVE = "leave";
  private static final String LEFT = "left";
  private static final String FOLLOW = "follow";

  /**
   * As many times as the reader's time has to move until corrections have reached lists, cells and
   * clicks, one behind the other.
   */
  private static final int FOLLOWING = 5;

  private static final Duration APART = Duration.standardSeconds(1);

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

  /** How many that say nothing are to follow yet; nothing if none. */
  @StateId(LEFT)
  private final StateSpec<ValueState<Integer>> leftSpec = StateSpecs.value(VarIntCoder.of());

  @TimerId(FOLLOW)
  private final TimerSpec followSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

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
      @AlwaysFetched @StateId(LEFT) ValueState<Integer> left,
      @TimerId(FOLLOW) Timer follow,
      OutputReceiver<byte[]> out)
      throws InvalidProtocolBufferException {
    Completeness message = Completeness.parseFrom(element.getValue());
    byte[] named = named(message, nameOf(stream));
    letFollow(left, follow);
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

  private byte[] named(Completeness message, long name) {
    return message.toBuilder()
        .setStream(name)
        .setSlidingWindows(windows)
        .addAllKept(kept)
        .build()
        .toByteArray();
  }

  private static void letFollow(ValueState<Integer> left, Timer follow) {
    if (left.read() == null) {
      follow.withNoOutputTimestamp().offset(APART).setRelative();
    }
    left.write(FOLLOWING);
  }

  @OnTimer(FOLLOW)
  public void follow(
      @StateId(STREAM) ValueState<Long> stream,
      @StateId(LEFT) ValueState<Integer> left,
      @TimerId(FOLLOW) Timer follow,
      OutputReceiver<byte[]> out) {
    // It is of no time, and holds nobody.
    out.outputWithTimestamp(
        named(Completeness.getDefaultInstance(), nameOf(stream)),
        BoundedWindow.TIMESTAMP_MIN_VALUE);
    Integer before = left.read();
    if (before == null || before <= 1) {
      left.clear();
    } else {
      left.write(before - 1);
      follow.withNoOutputTimestamp().offset(APART).setRelative();
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
      @StateId(LEFT) ValueState<Integer> left,
      @TimerId(FOLLOW) Timer follow,
      OutputReceiver<byte[]> out) {
    letFollow(left, follow);
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
