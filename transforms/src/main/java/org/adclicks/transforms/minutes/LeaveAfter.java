package org.adclicks.transforms.minutes;

import java.util.List;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.pack.MinuteShardCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Instant;

/**
 * Keeps each element back until the watermark has passed its stamp behind every sink named: what
 * was put out before it, and beside it, has landed when it leaves.
 *
 * <p>Shape: {@code PCollection<T>} -> {@code PCollection<T>}, of the same coder. An element holds
 * the watermark at its stamp until it has left, with the oldest stamp of those it waited with.
 *
 * <p>State: the elements of one stamp and shard, until the others have landed.
 */
public final class LeaveAfter<T> extends PTransform<PCollection<T>, PCollection<T>> {

  private static final long serialVersionUID = 1L;

  private final SerializableFunction<T, Integer> shardOf;
  private final SerializableFunction<Long, Long> leaveAt;
  private final int steps;
  private final transient List<PCollection<Void>> landed;

  private LeaveAfter(
      SerializableFunction<T, Integer> shardOf,
      SerializableFunction<Long, Long> leaveAt,
      int steps,
      List<PCollection<Void>> landed) {
    this.steps = steps;
    this.shardOf = shardOf;
    this.leaveAt = leaveAt;
    this.landed = landed;
  }

  /**
   * Waits for these.
   *
   * @param landed collections without elements whose watermark says how far a sink's rows have
   *     landed; none: elements pass as they come
   * @param shardOf a number from 0 to spread the waiting by
   */
  public static <T> LeaveAfter<T> landing(
      List<PCollection<Void>> landed, SerializableFunction<T, Integer> shardOf) {
    return new LeaveAfter<>(shardOf, stamp -> stamp + 1, 1, List.copyOf(landed));
  }

  /** Once all that is stamped earlier has landed. Default: all that has the same stamp, too. */
  public LeaveAfter<T> behindEarlier() {
    return new LeaveAfter<>(shardOf, stamp -> stamp, steps, landed);
  }

  /** Once the watermark has then moved again. Default: at once. */
  public LeaveAfter<T> oneStepLater() {
    return new LeaveAfter<>(shardOf, leaveAt, steps + 1, landed);
  }

  /** With the watermark that this makes of an element's stamp, later than that. */
  LeaveAfter<T> leavingAt(SerializableFunction<Long, Long> leaving) {
    return new LeaveAfter<>(shardOf, leaving, steps, landed);
  }

  @Override
  public PCollection<T> expand(PCollection<T> elements) {
    if (landed.isEmpty()) {
      return elements;
    }
    Coder<T> coder = elements.getCoder();
    return elements
        .apply("LeavingTime", ParDo.of(new LeavingTimeFn<>(shardOf, leaveAt)))
        .setCoder(KvCoder.of(MinuteShardCoder.of(), coder))
        .apply("AwaitOthers", AwaitStored.of(landed))
        .apply("HoldBack", ParDo.of(new HoldBackFn<>(coder, steps)))
        .setCoder(coder);
  }

  /** Keys elements by the watermark with which they leave. */
  private static final class LeavingTimeFn<T> extends DoFn<T, KV<MinuteShard, T>> {

    private static final long serialVersionUID = 1L;

    private final SerializableFunction<T, Integer> shardOf;
    private final SerializableFunction<Long, Long> leaveAt;

    LeavingTimeFn(
        SerializableFunction<T, Integer> shardOf, SerializableFunction<Long, Long> leaveAt) {
      this.shardOf = shardOf;
      this.leaveAt = leaveAt;
    }

    @ProcessElement
    public void key(
        @Element T element, @Timestamp Instant timestamp, OutputReceiver<KV<MinuteShard, T>> out) {
      long leaves = leaveAt.apply(timestamp.getMillis());
      out.output(KV.of(new MinuteShard(leaves, shardOf.apply(element)), element));
    }
  }
}
