package org.adclicks.transforms.rank;

import org.adclicks.transforms.cells.CellCounts;
import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.adclicks.transforms.state.SplitState;
import org.apache.beam.sdk.coders.CoderException;

/**
 * A part of a slice's cells, see {@link SplitState}.
 *
 * @param startMillis the slice's first millisecond
 * @param part of the ads' {@link CellCounts#placeOf} the low bits
 */
public record SliceKey(long startMillis, int part) {

  /** {@link SliceKey}: start, part. */
  public static final class PartCoder extends BinaryCoder<SliceKey> {

    private static final long serialVersionUID = 1L;
    private static final PartCoder INSTANCE = new PartCoder();

    public static PartCoder of() {
      return INSTANCE;
    }

    @Override
    public void write(SliceKey value, BinaryWriter out) {
      out.putVarLong(value.startMillis()).putVarLong(value.part());
    }

    @Override
    public SliceKey read(BinaryReader in) throws CoderException {
      return new SliceKey(in.getVarLong(), in.getVarInt());
    }

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
