package org.adclicks.transforms.minutes;

import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;

/** {@link MinuteCounts}, field by field. */
public final class MinuteCountsCoder extends BinaryCoder<MinuteCounts> {

  private static final long serialVersionUID = 1L;
  private static final MinuteCountsCoder INSTANCE = new MinuteCountsCoder();

  private MinuteCountsCoder() {}

  public static MinuteCountsCoder of() {
    return INSTANCE;
  }

  @Override
  public void write(MinuteCounts value, BinaryWriter out) {
    out.putVarLong(value.clicks())
        .putVarLong(value.ads())
        .putVarLong(value.duplicates())
        .putVarLong(value.late())
        .putVarLong(value.tooLate())
        .putVarLong(value.rejected());
  }

  @Override
  public MinuteCounts read(BinaryReader in) throws CoderException {
    return new MinuteCounts(
        in.getVarLong(),
        in.getVarLong(),
        in.getVarLong(),
        in.getVarLong(),
        in.getVarLong(),
        in.getVarLong());
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
