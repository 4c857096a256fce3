package org.adclicks.pipeline.boards;

import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.adclicks.transforms.rank.WindowLeaderboardCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;

/**
 * Gives each list what the one in the store has more: a stream that goes on from before its failure
 * meets late clicks in another order, and its next list may have more clicks in all and yet lack
 * one that has been seen. Cells keep each ad's greatest count, and so do lists.
 *
 * <p>Only lists of windows that had begun when this worker came up, and those of clicks dated
 * ahead, can be in the store: no other is looked up.
 *
 * <p>Shape: {@code PCollection<WindowLeaderboard>} -> the same, as many.
 *
 * <p>Errors: a read the store refuses for half a minute fails the bundle. Source:
 * docs/decisions/0044.
 */
public final class KeepListed
    extends PTransform<PCollection<WindowLeaderboard>, PCollection<WindowLeaderboard>> {

  private static final long serialVersionUID = 1L;

  private final StoreSettings store;
  private final Duration ahead;

  private KeepListed(StoreSettings store, Duration ahead) {
    this.store = store;
    this.ahead = ahead;
  }

  /** Of lists in this store, of clicks dated at most so far ahead of the clock. */
  public static KeepListed in(StoreSettings store, Duration ahead) {
    return new KeepListed(store, ahead);
  }

  @Override
  public PCollection<WindowLeaderboard> expand(PCollection<WindowLeaderboard> boards) {
    return boards
        .apply("Merge", ParDo.of(new KeepListedFn(store, ahead.getMillis())))
        .setCoder(WindowLeaderboardCoder.of());
  }
}
