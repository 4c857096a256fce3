package org.adclicks.transforms;

import org.apache.beam.sdk.coders.CoderException;

/** {@link SourcedClick}: origin, arrival, click. */
public final class SourcedClickCoder extends PackCoder<SourcedClick> {

  private static final long serialVersionUID = 1L;
  private static final SourcedClickCoder INSTANCE = new SourcedClickCoder();

  private SourcedClickCoder() {}

  public static SourcedClickCoder of() {
    return INSTANCE;
  }

  @Override
  void write(SourcedClick value, PackWriter out) {
    OriginFormat.write(value.origin(), out);
    out.putVarLong(value.arrivalMillis());
    ClickFormat.write(value.click(), out);
  }

  @Override
  SourcedClick read(PackReader in) throws CoderException {
    Origin origin = OriginFormat.read(in);
    long arrival = in.getVarLong();
    return new SourcedClick(ClickFormat.read(in), origin, arrival);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
