package org.adclicks.transforms.arrivals;

import org.apache.beam.sdk.values.TupleTag;

/** The output of what becomes of arrivals, which several transforms have. */
public final class ArrivalsTag {

  public static final TupleTag<ArrivalNews> ARRIVALS = new TupleTag<>("arrivals") {};

  private ArrivalsTag() {}
}
