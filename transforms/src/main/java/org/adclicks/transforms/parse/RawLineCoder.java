package org.adclicks.transforms.parse;

import org.adclicks.click.line.RawLine;
import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;

/** {@link RawLine}: its bytes, and how long it was. */
public final class RawLineCoder extends BinaryCoder<RawLine> {

  private static final long serialVersionUID = 1L;
  private static final RawLineCoder INSTANCE = new RawLineCoder();

  private RawLineCoder() {}

  public static RawLineCoder of() {
    return INSTANCE;
  }

  @Override
  public void write(RawLine value, BinaryWriter out) {
    RawLineFormat.write(value, out);
  }

  @Override
  public RawLine read(BinaryReader in) throws CoderException {
    return RawLineFormat.read(in);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
