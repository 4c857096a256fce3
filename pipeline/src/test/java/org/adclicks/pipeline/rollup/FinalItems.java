package org.adclicks.pipeline.rollup;

import java.util.List;
import java.util.Map;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.pack.MinuteShardCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.KV;

/** {@link FinalPeriods#ITEMS} as if they had been handed out. */
final class FinalItems {

  private FinalItems() {}

  /**
   * Of one stream and shard.
   *
   * @param known period -> since when, by the clock, it is known
   */
  static Create.Values<KV<MinuteShard, KV<Long, Long>>> of(
      long stream, int shard, Map<Long, Long> known) {
    List<KV<MinuteShard, KV<Long, Long>>> items =
        known.entrySet().stream()
            .map(
                period ->
                    KV.of(
                        new MinuteShard(period.getKey(), shard), KV.of(stream, period.getValue())))
            .toList();
    return Create.of(items)
        .withCoder(
            KvCoder.of(MinuteShardCoder.of(), KvCoder.of(VarLongCoder.of(), VarLongCoder.of())));
  }
}
