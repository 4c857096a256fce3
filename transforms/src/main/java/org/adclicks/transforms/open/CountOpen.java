package org.adclicks.transforms.open;

import org.adclicks.transforms.cells.CellPack;
import org.adclicks.transforms.minutes.Lateness;
import org.adclicks.transforms.pack.MinuteShard;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;

/**
 * Says every few seconds what has arrived of each minute and shard of ads, all of it each time, as
 * long as something arrives. What was said before a failure and what is said after it need not
 * agree: each is what had arrived by then.
 *
 * <p>Shape: {@code PCollection<KV<MinuteShard, CellPack>>} -> {@code PCollection<OpenShard>}.
 *
 * <p>State: some 15 bytes a cell, as long as its minute may change.
 *
 * <p>Errors: {@link IllegalArgumentException} for a time that is not positive, or a negative
 * lateness. Source: docs/decisions/0052.
 */
public final class CountOpen
    extends PTransform<PCollection<KV<MinuteShard, CellPack>>, PCollection<OpenShard>> {

  private static final long serialVersionUID = 1L;

  private final Duration every;
  private final Lateness lateness;

  private CountOpen(Duration every, Lateness lateness) {
    this.every = every;
    this.lateness = lateness;
  }

  /** So often, by the clock. */
  public static CountOpen every(Duration every) {
    if (every.getMillis() <= 0) {
      throw new IllegalArgumentException(
          "open minutes must be counted every so often, not " + every);
    }
    return new CountOpen(every, Lateness.DEFAULT);
  }

  /** Goes on so long after a minute's end. Default: ten minutes. */
  public CountOpen withAllowedLateness(Duration allowed) {
    return new CountOpen(every, Lateness.of(allowed));
  }

  @Override
  public PCollection<OpenShard> expand(PCollection<KV<MinuteShard, CellPack>> packs) {
    return packs
        .apply("AddUpOpen", ParDo.of(new AddUpOpenFn(every, lateness)))
        .setCoder(OpenShardCoder.of());
  }
}
