package org.adclicks.transforms;

import org.apache.beam.sdk.coders.CoderException;

/** {@link Progress}: as_of, final_through. */
public final class ProgressCoder extends PackCoder<Progress> {

  private static final long serialVersionUID = 1L;
  private static final ProgressCoder INSTANCE = new ProgressCoder();

  private ProgressCoder() {}

  public static ProgressCoder of() {
    return INSTANCE;
  }

  @Override
  void write(Progress value, PackWriter out) {
    out.putVarLong(value.asOfMillis()).putVarLong(value.finalThroughMillis());
  }

  @Override
  Progress read(PackReader in) throws CoderException {
    return new Progress(in.getVarLong(), in.getVarLong());
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
