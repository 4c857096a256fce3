package org.adclicks.pipeline.queue;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import org.adclicks.pipeline.spans.Keeping;
import org.adclicks.pipeline.spans.SpanNews;
import org.adclicks.pipeline.spans.SpanNewsCoder;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.transforms.minutes.MinuteStatus;
import org.adclicks.transforms.minutes.MinuteStatusCoder;
import org.adclicks.transforms.minutes.Progress;
import org.adclicks.transforms.minutes.ProgressCoder;
import org.adclicks.v1.Completeness;
import org.adclicks.v1.MinuteCounts;
import org.adclicks.v1.UnreadSpan;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * What control records tell of how far all is complete.
 *
 * <p>Errors: the job fails for what is no such message, and for clicks in other buckets than this
 * job is told of: it would make hours of the wrong ones.
 */
public final class DecodeCompleteness {

  private static final TupleTag<MinuteStatus> MINUTES = new TupleTag<>("minutes") {};
  private static final TupleTag<Progress> PROGRESS = new TupleTag<>("progress") {};
  private static final TupleTag<Progress> FINALS = new TupleTag<>("finals") {};
  private static final TupleTag<KV<Long, SpanNews>> COUNTED = new TupleTag<>("counted") {};
  private static final TupleTag<KV<Long, Long>> WITH_CLICKS = new TupleTag<>("withClicks") {};
  private static final TupleTag<KV<Long, Long>> FINAL_THROUGH = new TupleTag<>("final") {};

  private final PCollectionTuple all;

  private DecodeCompleteness(PCollectionTuple all) {
    this.all = all;
  }

  /**
   * Shape: messages {@code adclicks.v1.Completeness} -> this.
   *
   * @param kept what this job keeps, by the store's names
   */
  public static DecodeCompleteness of(PCollection<byte[]> messages, List<String> kept) {
    PCollectionTuple decoded =
        messages.apply(
            "DecodeTold",
            ParDo.of(new DecodeFn(kept))
                .withOutputTags(
                    MINUTES,
                    TupleTagList.of(PROGRESS)
                        .and(FINALS)
                        .and(COUNTED)
                        .and(WITH_CLICKS)
                        .and(FINAL_THROUGH)));
    KvCoder<Long, Long> times = KvCoder.of(VarLongCoder.of(), VarLongCoder.of());
    decoded.get(MINUTES).setCoder(MinuteStatusCoder.of());
    decoded.get(PROGRESS).setCoder(ProgressCoder.of());
    decoded.get(FINALS).setCoder(ProgressCoder.of());
    decoded.get(COUNTED).setCoder(SpanNewsCoder.KEYED);
    decoded.get(WITH_CLICKS).setCoder(times);
    decoded.get(FINAL_THROUGH).setCoder(times);
    return new DecodeCompleteness(decoded);
  }

  /** What is known of each minute. */
  public PCollection<MinuteStatus> minutes() {
    return all.get(MINUTES);
  }

  /** How far nothing in time is missing. */
  public PCollection<Progress> progress() {
    return all.get(PROGRESS);
  }

  /** What nobody will have to take back. */
  public PCollection<Progress> finals() {
    return all.get(FINALS);
  }

  /** By stream, what it has counted. */
  public PCollection<KV<Long, SpanNews>> counted() {
    return all.get(COUNTED);
  }

  /** By stream, minutes with clicks. */
  public PCollection<KV<Long, Long>> minutesWithClicks() {
    return all.get(WITH_CLICKS);
  }

  /** By stream, through when it is final. */
  public PCollection<KV<Long, Long>> finalThrough() {
    return all.get(FINAL_THROUGH);
  }

  private static final class DecodeFn extends DoFn<byte[], MinuteStatus> {

    private static final long serialVersionUID = 1L;

    private final List<String> kept;

    DecodeFn(List<String> kept) {
      this.kept = List.copyOf(kept);
    }

    @ProcessElement
    public void decode(@Element byte[] bytes, MultiOutputReceiver out)
        throws InvalidProtocolBufferException {
      Completeness message = Completeness.parseFrom(bytes);
      long stream = message.getStream();
      requireSameBuckets(message.getKeptList());
      Keeping keeping =
          new Keeping(
              message.getSlidingWindows(),
              message.getKeptList().stream().filter(kept::contains).toList());
      for (UnreadSpan span : message.getUnreadList()) {
        SpanNews news = SpanNews.unread(span.getFromMillis(), span.getToMillis());
        out.get(COUNTED).output(KV.of(stream, news.by(keeping)));
      }
      for (long counted : message.getCountedMillisList()) {
        out.get(COUNTED).output(KV.of(stream, SpanNews.minute(counted).by(keeping)));
      }
      for (MinuteCounts minute : message.getMinutesList()) {
        out.get(MINUTES).output(QueueMessages.status(minute));
        if (minute.getClicks() > 0) {
          SpanNews news = SpanNews.minute(minute.getMinuteMillis());
          out.get(COUNTED).output(KV.of(stream, news.by(keeping)));
          out.get(WITH_CLICKS).output(KV.of(stream, minute.getMinuteMillis()));
        }
      }
      if (message.hasComplete()) {
        Progress progress = QueueMessages.progress(message.getComplete());
        out.get(PROGRESS).output(progress);
        SpanNews news = SpanNews.progress(progress.asOfMillis());
        out.get(COUNTED).output(KV.of(stream, news.by(keeping)));
      }
      if (message.hasFinal()) {
        Progress finals = QueueMessages.progress(message.getFinal());
        out.get(FINALS).output(finals);
        out.get(FINAL_THROUGH).output(KV.of(stream, finals.finalThroughMillis()));
      }
    }

    private void requireSameBuckets(List<String> names) {
      List<String> sent = names.stream().filter(ClickBuckets::isKeptName).toList();
      List<String> written = kept.stream().filter(ClickBuckets::isKeptName).toList();
      if (!written.isEmpty() && !sent.isEmpty() && !written.equals(sent)) {
        throw new IllegalStateException(
            "the stream sends %s and this job is to write %s: give it the stream's --clickBuckets"
                .formatted(sent, written));
      }
    }
  }
}
