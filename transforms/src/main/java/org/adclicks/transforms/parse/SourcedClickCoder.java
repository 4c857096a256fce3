package org.adclicks.transforms.parse;

import org.adclicks.click.Click;
import org.adclicks.click.Origin;
import org.adclicks.click.SourcedClick;
import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;

/** {@link SourcedClick}: origin, arrival, click, country as sent. */
public final class SourcedClickCoder extends BinaryCoder<SourcedClick> {

  private static final long serialVersionUID = 1L;
  private static final SourcedClickCoder INSTANCE = new SourcedClickCoder();

  private SourcedClickCoder() {}

  public static SourcedClickCoder of() {
    return INSTANCE;
  }

  @Override
  public void write(SourcedClick value, BinaryWriter out) {
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
  public SourcedClick read(BinaryReader in) throws CoderException {
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
