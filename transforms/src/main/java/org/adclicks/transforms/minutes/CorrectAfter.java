package org.adclicks.transforms.minutes;

import java.util.List;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.state.Corrections;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Instant;

/**
 * Lets what corrects a closed minute leave only when other sinks have landed the same corrections,
 * so that of two tables one is never behind the other. What comes before a minute's end passes as
 * it comes, since nothing says yet that the minute is CLOSED; unless an attempt before this one has
 * said so: then it waits until the others have landed all that was told, since what was shown of a
 * longer period has all its minutes' clicks.
 *
 * <p>Shape: {@code PCollection<T>} -> {@code PCollection<T>}, of the same coder; an element stamped
 * at or after its minute's end, with the watermark at which its clicks were let through, is a
 * correction, and so is one stamped before what was told. It holds the watermark at its stamp until
 * it has left, with the oldest stamp of those it waited with.
 *
 * <p>State: the corrections of one step of the watermark ({@link Corrections}), until the others
 * have landed; after a start up to five minutes of what an attempt before had told. Source:
 * docs/decisions/0018.
 */
public final class CorrectAfter<T> extends PTransform<PCollection<T>, PCollection<T>> {

  private static final long serialVersionUID = 1L;

  private final SerializableFunction<T, MinuteShard> keyOf;
  private final ToldThrough told;
  private final transient List<PCollection<Void>> landed;

  private CorrectAfter(
      SerializableFunction<T, MinuteShard> keyOf,
      ToldThrough told,
      List<PCollection<Void>> landed) {
    this.keyOf = keyOf;
    this.told = told;
    this.landed = landed;
  }

  /**
   * Waits for these.
   *
   * @param landed collections without elements whose watermark says how far a sink's rows have
   *     landed; none: elements pass as they come
   * @param keyOf an element's minute, and a shard to spread the waiting by
   */
  public static <T> CorrectAfter<T> landing(
      List<PCollection<Void>> landed, SerializableFunction<T, MinuteShard> keyOf) {
    return new CorrectAfter<>(keyOf, ToldThrough.NOTHING, List.copyOf(landed));
  }

  /** Heeds what an attempt before this one told. Default: there was none. */
  public CorrectAfter<T> heeding(ToldThrough toldBefore) {
    return new CorrectAfter<>(keyOf, toldBefore, landed);
  }

  @Override
  public PCollection<T> expand(PCollection<T> elements) {
    if (landed.isEmpty()) {
      return elements;
    }
    Coder<T> coder = elements.getCoder();
    TupleTag<T> first = new TupleTag<>("first") {};
    TupleTag<T> corrections = new TupleTag<>("corrections") {};
    PCollectionTuple split =
        elements.apply(
            "TellApart",
            ParDo.of(new TellApartFn<>(keyOf, told, first, corrections))
                .withOutputTags(first, TupleTagList.of(corrections)));
    SerializableFunction<T, MinuteShard> key = keyOf;
    ToldThrough through = told;
    PCollection<T> corrected =
        split
            .get(corrections)
            .setCoder(coder)
            .apply(
                "Corrections",
                LeaveAfter.<T>landing(landed, element -> key.apply(element).shard())
                    .leavingAt(stamp -> leaveAt(stamp, through)));
    return PCollectionList.of(split.get(first).setCoder(coder))
        .and(corrected)
        .apply("Both", Flatten.pCollections());
  }

  private static long leaveAt(long stampMillis, ToldThrough told) {
    long step = Corrections.leaveAt(stampMillis);
    return told.repeats(stampMillis) ? Math.max(step, told.millis()) : step;
  }

  private static final class TellApartFn<T> extends DoFn<T, T> {

    private static final long serialVersionUID = 1L;

    private final SerializableFunction<T, MinuteShard> keyOf;
    private final ToldThrough told;
    private final TupleTag<T> first;
    private final TupleTag<T> corrections;

    TellApartFn(
        SerializableFunction<T, MinuteShard> keyOf,
        ToldThrough told,
        TupleTag<T> first,
        TupleTag<T> corrections) {
      this.keyOf = keyOf;
      this.told = told;
      this.first = first;
      this.corrections = corrections;
    }

    @ProcessElement
    public void tellApart(
        @Element T element, @Timestamp Instant timestamp, MultiOutputReceiver out) {
      long end = keyOf.apply(element).minuteMillis() + Periods.MINUTE_MILLIS;
      boolean corrects = timestamp.getMillis() >= end || told.repeats(timestamp.getMillis());
      out.get(corrects ? corrections : first).output(element);
    }
  }
}
