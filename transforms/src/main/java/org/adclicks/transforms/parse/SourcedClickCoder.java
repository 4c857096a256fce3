package org.adclicks.transforms.parse;

import org.adclicks.click.Click;
import org.adclicks.click.Dimension;
import org.adclicks.click.Origin;
import org.adclicks.click.SentTexts;
import org.adclicks.click.SourcedClick;
import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;

/** {@link SourcedClick}: origin, arrival, click, dimensions as sent, round. */
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
    for (Dimension dimension : Dimension.ALL) {
      String sent = value.sent().of(dimension);
      out.putByte(sent == null ? 0 : 1);
      if (sent != null) {
        out.putString(sent);
      }
    }
    out.putVarLong(value.round());
  }

  @Override
  public SourcedClick read(BinaryReader in) throws CoderException {
    Origin origin = OriginFormat.read(in);
    long arrival = in.getVarLong();
    Click click = ClickFormat.read(in);
    SentTexts sent = SentTexts.NONE;
    for (Dimension dimension : Dimension.ALL) {
      sent = sent.with(dimension, in.getByte() == 0 ? null : in.getString());
    }
    return new SourcedClick(click, origin, arrival, sent, in.getVarLong());
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
