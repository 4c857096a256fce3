package org.adclicks.pipeline.boards;

import org.adclicks.transforms.rank.WindowLeaderboard;
import org.adclicks.transforms.rank.WindowLeaderboardCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;

/**
 * Tells of each list whether an attempt before this one may have made another: one of a window that
 * had begun when this worker came up, or of clicks dated ahead.
 *
 * <p>Shape: {@code PCollection<WindowLeaderboard>} -> {@code PCollection<KV<Boolean,
 * WindowLeaderboard>>}, as many. Source: docs/decisions/0044.
 */
public final class MarkResent
    extends PTransform<
        PCollection<WindowLeaderboard>, PCollection<KV<Boolean, WindowLeaderboard>>> {

  private static final long serialVersionUID = 1L;

  private final Duration ahead;

  private MarkResent(Duration ahead) {
    this.ahead = ahead;
  }

  /** Of clicks dated at most so far ahead of the clock. */
  public static MarkResent ofClicksAhead(Duration ahead) {
    return new MarkResent(ahead);
  }

  /** How what it gives is coded. */
  public static KvCoder<Boolean, WindowLeaderboard> coder() {
    return KvCoder.of(BooleanCoder.of(), WindowLeaderboardCoder.of());
  }

  @Override
  public PCollection<KV<Boolean, WindowLeaderboard>> expand(PCollection<WindowLeaderboard> boards) {
    return boards.apply("Mark", ParDo.of(new MarkFn(ahead.getMillis()))).setCoder(coder());
  }

  static final class MarkFn extends DoFn<WindowLeaderboard, KV<Boolean, WindowLeaderboard>> {

    private static final long serialVersionUID = 1L;

    /** Two workers' clocks may differ by that. */
    private static final long MARGIN_MILLIS = 60_000;

    private final long aheadMillis;
    private transient long begunMillis;

    MarkFn(long aheadMillis) {
      this.aheadMillis = aheadMillis;
    }

    @Setup
    public void begin() {
      begunMillis = System.currentTimeMillis();
    }

    @ProcessElement
    public void mark(
        @Element WindowLeaderboard element, OutputReceiver<KV<Boolean, WindowLeaderboard>> out) {
      long start = element.board().windowStartMillis();
      out.output(KV.of(start <= begunMillis + aheadMillis + MARGIN_MILLIS, element));
    }
  }
}
