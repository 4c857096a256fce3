package org.adclicks.transforms;

import org.apache.beam.sdk.coders.CoderException;

/** How an {@link Origin} stands inside other values. */
final class OriginFormat {

  private OriginFormat() {}

  static void write(Origin origin, PackWriter out) {
    out.putString(origin.topic()).putVarLong(origin.partition()).putVarLong(origin.offset());
  }

  static Origin read(PackReader in) throws CoderException {
    return new Origin(in.getString(), in.getVarInt(), in.getVarLong());
  }
}
