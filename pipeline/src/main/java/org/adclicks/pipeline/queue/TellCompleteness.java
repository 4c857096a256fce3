package org.adclicks.pipeline.queue;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.adclicks.pipeline.options.QueueSettings;
import org.adclicks.pipeline.sink.AwaitCheckpoint;
import org.adclicks.transforms.arrivals.CountedThrough;
import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.minutes.MinuteStatus;
import org.adclicks.transforms.minutes.Progress;
import org.adclicks.transforms.rank.RankingWindow;
import org.adclicks.v1.Completeness;
import org.adclicks.v1.UnreadSpan;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.jspecify.annotations.Nullable;

/**
 * Tells in the queue how far it is complete, with a mark to every partition.
 *
 * <p>Shape: {@code PCollection<MinuteStatus>} -> {@code PCollection<Void>} without elements. What
 * is told has been acknowledged by the queue before it comes here: put {@link
 * org.adclicks.transforms.minutes.TrackMinutes#afterLanding} before it. How far all is complete
 * leaves behind the minutes and unread spans it speaks of; what is final by it, once a checkpoint
 * has that.
 *
 * <p>State: a number that names it, and what waits, of one key. Errors: what Kafka does not take
 * within two minutes fails the bundle. Source: docs/decisions/0051.
 */
public final class TellCompleteness
    extends PTransform<PCollection<MinuteStatus>, PCollection<Void>> {

  private static final long serialVersionUID = 1L;

  private final QueueSettings target;
  private final String windows;
  private final List<String> kept;
  private final transient List<PCollection<byte[]>> more;
  private final transient List<PCollection<byte[]>> open;

  private TellCompleteness(
      QueueSettings target,
      String windows,
      List<String> kept,
      List<PCollection<byte[]>> more,
      List<PCollection<byte[]>> open) {
    this.target = target;
    this.windows = windows;
    this.kept = List.copyOf(kept);
    this.more = List.copyOf(more);
    this.open = List.copyOf(open);
  }

  public static TellCompleteness in(QueueSettings target) {
    return new TellCompleteness(target, "", List.of(), List.of(), List.of());
  }

  /** Tells of which windows lists are kept, and what is sent that could be left out. */
  public TellCompleteness withKept(List<RankingWindow> windowsKept, List<String> names) {
    return new TellCompleteness(target, RankingWindow.text(windowsKept), names, more, open);
  }

  /** Tells how far all is complete. */
  public TellCompleteness withProgress(PCollection<Progress> progress) {
    return with(
        told(
            "Progress",
            progress,
            each -> Completeness.newBuilder().setComplete(QueueMessages.of(each))));
  }

  /** Tells of which minutes clicks are counted, by minute, as soon as they are. */
  public TellCompleteness withCounted(PCollection<KV<Long, MinuteCounts>> counts) {
    return with(
        told(
            "Counted",
            counts.apply("MinutesSeen", ParDo.of(new MinutesSeenFn())).setCoder(VarLongCoder.of()),
            each -> Completeness.newBuilder().addCountedMillis(each)));
  }

  /** Tells of which click times, as (from, to), records may have been deleted unread. */
  public TellCompleteness withUnread(PCollection<KV<Long, Long>> spans) {
    return with(
        told(
            "Unread",
            spans,
            each ->
                Completeness.newBuilder()
                    .addUnread(
                        UnreadSpan.newBuilder()
                            .setFromMillis(each.getKey())
                            .setToMillis(each.getValue()))));
  }

  private TellCompleteness with(PCollection<byte[]> told) {
    List<PCollection<byte[]>> all = new ArrayList<>(more);
    all.add(told);
    return new TellCompleteness(target, windows, kept, all, open);
  }

  /**
   * Tells how far all that has arrived is in open minutes that the queue has acknowledged. It waits
   * for nothing else that is told.
   */
  public TellCompleteness withOpen(PCollection<CountedThrough> through) {
    return new TellCompleteness(
        target,
        windows,
        kept,
        more,
        List.of(
            told(
                "OpenThrough",
                through,
                each -> Completeness.newBuilder().setOpen(QueueMessages.of(each)))));
  }

  private static <T> PCollection<byte[]> told(
      String what, PCollection<T> elements, SerializableFunction<T, Completeness.Builder> message) {
    return elements
        .apply(
            what + "AsMessage",
            MapElements.into(new TypeDescriptor<byte[]>() {})
                .via(each -> message.apply(each).build().toByteArray()))
        .setCoder(ByteArrayCoder.of());
  }

  @Override
  public PCollection<Void> expand(PCollection<MinuteStatus> minutes) {
    PCollectionList<byte[]> all =
        PCollectionList.of(
            told(
                "Minute",
                minutes,
                each -> Completeness.newBuilder().addMinutes(QueueMessages.of(each))));
    PCollection<byte[]> inOrder =
        all.and(more)
            .apply("All", Flatten.pCollections())
            .apply(
                "OneKey", WithKeys.<Integer, byte[]>of(0).withKeyType(TypeDescriptors.integers()))
            .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()))
            .apply("InOrder", ParDo.of(new TellInOrderFn(windows, kept)))
            .setCoder(ByteArrayCoder.of());
    // Here nobody waits for the watermark, which a step that awaits a checkpoint holds.
    PCollection<byte[]> finals =
        inOrder
            .apply("OnlyProgress", ParDo.of(new ProgressAsFinalFn()))
            .setCoder(ByteArrayCoder.of())
            .apply("KeepFinal", AwaitCheckpoint.ofTwo());
    return PCollectionList.of(inOrder)
        .and(finals)
        .and(open)
        .apply("WithFinal", Flatten.pCollections())
        .apply("Send", ParDo.of(new SendControlFn(target, QueuedProgress.of(target))))
        .setCoder(VoidCoder.of());
  }

  /** Says each minute once, as far as it remembers. */
  private static final class MinutesSeenFn extends DoFn<KV<Long, MinuteCounts>, Long> {

    private static final long serialVersionUID = 1L;
    private static final int REMEMBERED = 1_000;

    private transient @Nullable Set<Long> seen;

    @ProcessElement
    public void see(@Element KV<Long, MinuteCounts> counts, OutputReceiver<Long> out) {
      if (seen == null || seen.size() > REMEMBERED) {
        seen = new HashSet<>();
      }
      if (counts.getValue().clicks() > 0 && seen.add(counts.getKey())) {
        out.output(counts.getKey());
      }
    }
  }

  /** How far all has come, as what is final by it. */
  private static final class ProgressAsFinalFn extends DoFn<byte[], byte[]> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void tell(@Element byte[] bytes, OutputReceiver<byte[]> out)
        throws InvalidProtocolBufferException {
      Completeness message = Completeness.parseFrom(bytes);
      if (message.hasComplete()) {
        out.output(
            message.toBuilder()
                .clearComplete()
                .setFinal(message.getComplete())
                .build()
                .toByteArray());
      }
    }
  }
}
