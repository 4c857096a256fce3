package org.adclicks.transforms.pack;

import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;

/** {@link ClickPack}: minute, number of clicks, then their rows as they are. */
public final class ClickPackCoder extends BinaryCoder<ClickPack> {

  private static final long serialVersionUID = 1L;
  private static final ClickPackCoder INSTANCE = new ClickPackCoder();

  private ClickPackCoder() {}

  public static ClickPackCoder of() {
    return INSTANCE;
  }

  @Override
  public void write(ClickPack value, BinaryWriter out) {
    out.putVarLong(value.minuteMillis())
        .putVarLong(value.size())
        .putBytes(value.rows(), 0, value.length());
  }

  @Override
  public ClickPack read(BinaryReader in) throws CoderException {
    long minute = in.getVarLong();
    int size = in.getVarInt();
    byte[] rows = in.getBytes();
    return new ClickPack(minute, size, rows, rows.length);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
