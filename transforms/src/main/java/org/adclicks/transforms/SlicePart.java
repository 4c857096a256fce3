package org.adclicks.transforms;

import org.apache.beam.sdk.coders.CoderException;

/**
 * A part of a slice's cells, see {@link StateParts}.
 *
 * @param startMillis the slice's first millisecond
 * @param part of the ads' {@link AdCounts#placeOf} the low bits
 */
record SlicePart(long startMillis, int part) {

  /** {@link SlicePart}: start, part. */
  static final class PartCoder extends PackCoder<SlicePart> {

    private static final long serialVersionUID = 1L;
    private static final PartCoder INSTANCE = new PartCoder();

    static PartCoder of() {
      return INSTANCE;
    }

    @Override
    void write(SlicePart value, PackWriter out) {
      out.putVarLong(value.startMillis()).putVarLong(value.part());
    }

    @Override
    SlicePart read(PackReader in) throws CoderException {
      return new SlicePart(in.getVarLong(), in.getVarInt());
    }

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
