package org.adclicks.pipeline.spans;

import org.adclicks.transforms.minutes.MinuteCounts;
import org.adclicks.transforms.minutes.Progress;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * What a stream that writes to the store itself has to tell of what it has counted.
 *
 * <p>Shape: {@code PCollection<KV<Long, MinuteCounts>>} (minute -> counts to be added) -> {@code
 * PCollection<KV<Long, SpanNews>>}.
 */
public final class NewsOfCounting
    extends PTransform<PCollection<KV<Long, MinuteCounts>>, PCollection<KV<Long, SpanNews>>> {

  private final Keeping keeping;
  private final transient PCollection<Progress> progress;
  private final transient PCollection<KV<Long, Long>> unread;

  private NewsOfCounting(
      Keeping keeping, PCollection<Progress> progress, PCollection<KV<Long, Long>> unread) {
    this.keeping = keeping;
    this.progress = progress;
    this.unread = unread;
  }

  /**
   * Of a stream that keeps this.
   *
   * @param progress how far the stretch counted reaches
   * @param unread spans of click times, as (from, to), of which records were deleted unread
   */
  public static NewsOfCounting of(
      Keeping keeping, PCollection<Progress> progress, PCollection<KV<Long, Long>> unread) {
    return new NewsOfCounting(keeping, progress, unread);
  }

  @Override
  public PCollection<KV<Long, SpanNews>> expand(PCollection<KV<Long, MinuteCounts>> counts) {
    return PCollectionList.of(
            counts
                .apply("MinutesAsNews", ParDo.of(new MinutesAsNewsFn(keeping)))
                .setCoder(SpanNewsCoder.KEYED))
        .and(
            progress
                .apply("ProgressAsNews", ParDo.of(new ProgressAsNewsFn(keeping)))
                .setCoder(SpanNewsCoder.KEYED))
        .and(
            unread
                .apply("UnreadAsNews", ParDo.of(new UnreadAsNewsFn(keeping)))
                .setCoder(SpanNewsCoder.KEYED))
        .apply("All", Flatten.pCollections());
  }

  private static KV<Long, SpanNews> told(SpanNews news, Keeping keeping) {
    return KV.of(SpanNews.ONLY_STREAM, news.by(keeping));
  }

  private static final class MinutesAsNewsFn
      extends DoFn<KV<Long, MinuteCounts>, KV<Long, SpanNews>> {

    private final Keeping keeping;

    MinutesAsNewsFn(Keeping keeping) {
      this.keeping = keeping;
    }

    @ProcessElement
    public void tell(
        @Element KV<Long, MinuteCounts> counts, OutputReceiver<KV<Long, SpanNews>> out) {
      if (counts.getValue().clicks() > 0) {
        out.output(told(SpanNews.minute(counts.getKey()), keeping));
      }
    }
  }

  private static final class ProgressAsNewsFn extends DoFn<Progress, KV<Long, SpanNews>> {

    private final Keeping keeping;

    ProgressAsNewsFn(Keeping keeping) {
      this.keeping = keeping;
    }

    @ProcessElement
    public void tell(@Element Progress element, OutputReceiver<KV<Long, SpanNews>> out) {
      out.output(told(SpanNews.progress(element.asOfMillis()), keeping));
    }
  }

  private static final class UnreadAsNewsFn extends DoFn<KV<Long, Long>, KV<Long, SpanNews>> {

    private final Keeping keeping;

    UnreadAsNewsFn(Keeping keeping) {
      this.keeping = keeping;
    }

    @ProcessElement
    public void tell(@Element KV<Long, Long> span, OutputReceiver<KV<Long, SpanNews>> out) {
      out.output(told(SpanNews.unread(span.getKey(), span.getValue()), keeping));
    }
  }
}
