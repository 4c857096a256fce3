package org.adclicks.transforms;

import org.apache.beam.sdk.coders.CoderException;

/** {@link SourcedClick}: origin, arrival, click, country as sent. */
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
    String sentCountry = value.sentCountry();
    out.putByte(sentCountry == null ? 0 : 1);
    if (sentCountry != null) {
      out.putString(sentCountry);
    }
  }

  @Override
  SourcedClick read(PackReader in) throws CoderException {
    Origin origin = OriginFormat.read(in);
    long arrival = in.getVarLong();
    Click click = ClickFormat.read(in);
    String sentCountry = in.getByte() == 0 ? null : in.getString();
    return new SourcedClick(click, origin, arrival, sentCountry);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
