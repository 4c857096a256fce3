package org.adclicks.transforms;

import org.apache.beam.sdk.coders.CoderException;

/** {@link RawLine} as its bytes. */
public final class RawLineCoder extends PackCoder<RawLine> {

  private static final long serialVersionUID = 1L;
  private static final RawLineCoder INSTANCE = new RawLineCoder();

  private RawLineCoder() {}

  public static RawLineCoder of() {
    return INSTANCE;
  }

  @Override
  void write(RawLine value, PackWriter out) {
    out.putBytes(value.bytes());
  }

  @Override
  RawLine read(PackReader in) throws CoderException {
    return new RawLine(in.getBytes());
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
