package org.adclicks.transforms;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.CoderException;

/** {@link ClickPack}: minute, number of clicks, then identity and click of each. */
public final class ClickPackCoder extends PackCoder<ClickPack> {

  private static final long serialVersionUID = 1L;
  private static final ClickPackCoder INSTANCE = new ClickPackCoder();

  private ClickPackCoder() {}

  public static ClickPackCoder of() {
    return INSTANCE;
  }

  @Override
  void write(ClickPack value, PackWriter out) {
    out.putVarLong(value.minuteMillis()).putVarLong(value.clicks().size());
    for (IdentifiedClick click : value.clicks()) {
      out.putLong(click.identityHigh()).putLong(click.identityLow());
      ClickFormat.write(click.click(), out);
    }
  }

  @Override
  ClickPack read(PackReader in) throws CoderException {
    long minute = in.getVarLong();
    int size = in.getVarInt();
    List<IdentifiedClick> clicks = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      long high = in.getLong();
      long low = in.getLong();
      clicks.add(new IdentifiedClick(high, low, ClickFormat.read(in)));
    }
    return new ClickPack(minute, clicks);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
