package org.adclicks.transforms.minutes;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;

/** The output of counts to be added to minutes, which several transforms have: minute -> counts. */
public final class MinuteCountsTag {

  public static final TupleTag<KV<Long, MinuteCounts>> COUNTS = new TupleTag<>("counts") {};
  public static final Coder<KV<Long, MinuteCounts>> CODER =
      KvCoder.of(MinuteCoder.of(), MinuteCountsCoder.of());

  private MinuteCountsTag() {}
}
