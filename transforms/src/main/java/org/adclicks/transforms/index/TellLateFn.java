package org.adclicks.transforms.index;

import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.pack.ClickPack;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;

/** Tells packs of minutes that are open from those that were let through after their end. */
final class TellLateFn extends DoFn<ClickPack, ClickPack> {

  static final TupleTag<ClickPack> ON_TIME = new TupleTag<>("on time") {};
  static final TupleTag<ClickPack> LATE = new TupleTag<>("late") {};

  private static final long serialVersionUID = 1L;

  @ProcessElement
  public void tell(@Element ClickPack pack, @Timestamp Instant timestamp, MultiOutputReceiver out) {
    // The stamp says how far the watermark was when the clicks were let through.
    long minuteEnd = pack.minuteMillis() + Periods.MINUTE_MILLIS;
    out.get(timestamp.getMillis() < minuteEnd ? ON_TIME : LATE).output(pack);
  }
}
