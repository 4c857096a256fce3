package org.adclicks.transforms.arrivals;

import org.adclicks.transforms.pack.Shards;
import org.adclicks.transforms.state.Durations;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;

/**
 * Says how far all that has arrived is counted, whenever that moves on, once a second at most.
 *
 * <p>Shape: {@code PCollection<ArrivalNews>} -> {@code PCollection<CountedThrough>}. One key.
 *
 * <p>State: an {@link ArrivalLedger}, and the news of a second.
 *
 * <p>Errors: {@link IllegalArgumentException} for a negative skew or shards that are no power of
 * two. Source: docs/decisions/0052.
 */
public final class TrackArrivals
    extends PTransform<PCollection<ArrivalNews>, PCollection<CountedThrough>> {

  private static final long serialVersionUID = 1L;

  private final int shards;
  private final long skewMillis;

  private TrackArrivals(int shards, long skewMillis) {
    this.shards = shards;
    this.skewMillis = skewMillis;
  }

  /** Of clicks that are spread over so many shards of ads. */
  public static TrackArrivals over(int shardsOfAds) {
    return new TrackArrivals(
        Shards.requirePowerOfTwo(shardsOfAds), Duration.standardMinutes(5).getMillis());
  }

  /** How far ahead of its arrival a click may be dated. Default: five minutes. */
  public TrackArrivals withAllowedSkew(Duration skew) {
    return new TrackArrivals(shards, Durations.requireNotNegative("allowed skew", skew));
  }

  @Override
  public PCollection<CountedThrough> expand(PCollection<ArrivalNews> news) {
    return news.apply(
            "ToOneKey",
            WithKeys.<Integer, ArrivalNews>of(0).withKeyType(TypeDescriptors.integers()))
        .setCoder(KvCoder.of(VarIntCoder.of(), ArrivalNewsCoder.of()))
        .apply("KeepBooks", ParDo.of(new TrackArrivalsFn(shards, skewMillis)))
        .setCoder(CountedThroughCoder.of());
  }
}
