package org.adclicks.transforms;

import org.apache.beam.sdk.coders.CoderException;

/** {@link RawLine}: its bytes, and how long it was. */
public final class RawLineCoder extends PackCoder<RawLine> {

  private static final long serialVersionUID = 1L;
  private static final RawLineCoder INSTANCE = new RawLineCoder();

  private RawLineCoder() {}

  public static RawLineCoder of() {
    return INSTANCE;
  }

  @Override
  void write(RawLine value, PackWriter out) {
    RawLineFormat.write(value, out);
  }

  @Override
  RawLine read(PackReader in) throws CoderException {
    return RawLineFormat.read(in);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
