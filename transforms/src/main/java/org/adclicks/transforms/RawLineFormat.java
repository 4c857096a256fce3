package org.adclicks.transforms;

import org.apache.beam.sdk.coders.CoderException;

/** How a {@link RawLine} stands inside other values. */
final class RawLineFormat {

  private RawLineFormat() {}

  static void write(RawLine line, PackWriter out) {
    out.putBytes(line.bytes()).putVarLong(line.length());
  }

  static RawLine read(PackReader in) throws CoderException {
    return new RawLine(in.getBytes(), in.getVarLong());
  }
}
