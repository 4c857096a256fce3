package org.adclicks.transforms.parse;

import org.adclicks.click.Origin;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;

/** How an {@link Origin} stands inside other values. */
final class OriginFormat {

  private OriginFormat() {}

  static void write(Origin origin, BinaryWriter out) {
    out.putString(origin.topic()).putVarLong(origin.partition()).putVarLong(origin.offset());
  }

  static Origin read(BinaryReader in) throws CoderException {
    return new Origin(in.getString(), in.getVarInt(), in.getVarLong());
  }
}
