package org.adclicks.pipeline.open;

import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.transforms.arrivals.ArrivalNews;
import org.adclicks.transforms.arrivals.ArrivalNewsCoder;
import org.adclicks.transforms.open.OpenShard;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Writes open minutes' rows, and tells of those that are in the store.
 *
 * <p>Shape: {@code PCollection<OpenShard>} -> {@code PCollection<ArrivalNews>}. Errors: a write the
 * store refuses for half a minute fails the bundle.
 */
public final class UpsertOpen extends PTransform<PCollection<OpenShard>, PCollection<ArrivalNews>> {

  private static final long serialVersionUID = 1L;

  private final StoreSettings store;

  private UpsertOpen(StoreSettings store) {
    this.store = store;
  }

  public static UpsertOpen into(StoreSettings store) {
    return new UpsertOpen(store);
  }

  @Override
  public PCollection<ArrivalNews> expand(PCollection<OpenShard> shards) {
    return shards.apply("Write", ParDo.of(new UpsertOpenFn(store))).setCoder(ArrivalNewsCoder.of());
  }
}
