package org.adclicks.transforms;

import org.apache.beam.sdk.coders.CoderException;

/** {@link MinuteCounts}, field by field. */
public final class MinuteCountsCoder extends PackCoder<MinuteCounts> {

  private static final long serialVersionUID = 1L;
  private static final MinuteCountsCoder INSTANCE = new MinuteCountsCoder();

  private MinuteCountsCoder() {}

  public static MinuteCountsCoder of() {
    return INSTANCE;
  }

  @Override
  void write(MinuteCounts value, PackWriter out) {
    out.putVarLong(value.clicks())
        .putVarLong(value.ads())
        .putVarLong(value.duplicates())
        .putVarLong(value.late())
        .putVarLong(value.tooLate())
        .putVarLong(value.rejected());
  }

  @Override
  MinuteCounts read(PackReader in) throws CoderException {
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
