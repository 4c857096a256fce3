package org.adclicks.pipeline.boards;

import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Upserts lists. One that an attempt before may have made otherwise is given what the one in the
 * store has more: a stream that goes on from before its failure meets late clicks in another order,
 * and its next list may have more clicks in all and yet lack one that has been seen. Cells keep
 * each ad's greatest count, and so do lists.
 *
 * <p>Shape: {@code PCollection<KV<Boolean, WindowLeaderboard>>} ({@link MarkResent}) -> {@code
 * PCollection<Void>} without elements, whose watermark says that all rows of earlier lists are in
 * the store. Only lists that are marked are looked up, once all before them are written; those of
 * one row pass one worker, in order.
 *
 * <p>Errors: what the store refuses for half a minute fails the bundle. Source:
 * docs/decisions/0044, 0051.
 */
public final class UpsertBoards
    extends PTransform<PCollection<KV<Boolean, WindowLeaderboard>>, PCollection<Void>> {

  private static final long serialVersionUID = 1L;

  private final StoreSettings store;

  private UpsertBoards(StoreSettings store) {
    this.store = store;
  }

  public static UpsertBoards into(StoreSettings store) {
    return new UpsertBoards(store);
  }

  @Override
  public PCollection<Void> expand(PCollection<KV<Boolean, WindowLeaderboard>> boards) {
    return boards.apply("Write", ParDo.of(new UpsertBoardsFn(store))).setCoder(VoidCoder.of());
  }
}
