package org.adclicks.transforms.minutes;

import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;

/** {@link Progress}: as_of, final_through. */
public final class ProgressCoder extends BinaryCoder<Progress> {

  private static final long serialVersionUID = 1L;
  private static final ProgressCoder INSTANCE = new ProgressCoder();

  private ProgressCoder() {}

  public static ProgressCoder of() {
    return INSTANCE;
  }

  @Override
  public void write(Progress value, BinaryWriter out) {
    out.putVarLong(value.asOfMillis()).putVarLong(value.finalThroughMillis());
  }

  @Override
  public Progress read(BinaryReader in) throws CoderException {
    return new Progress(in.getVarLong(), in.getVarLong());
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
