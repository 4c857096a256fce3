package org.adclicks.transforms.parse;

import org.adclicks.click.line.RawLine;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;

/** How a {@link RawLine} stands inside other values. */
final class RawLineFormat {

  private RawLineFormat() {}

  static void write(RawLine line, BinaryWriter out) {
    out.putBytes(line.bytes()).putVarLong(line.length());
  }

  static RawLine read(BinaryReader in) throws CoderException {
    return new RawLine(in.getBytes(), in.getVarLong());
  }
}
