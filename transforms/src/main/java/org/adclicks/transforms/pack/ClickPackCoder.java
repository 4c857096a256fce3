package org.adclicks.transforms.pack;

import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;

/**
 * {@link ClickPack}: minute, number of clicks, then their rows as they are. With a lot, which
 * stands behind the minute, that is a millisecond later; without one it is as it always was.
 */
public final class ClickPackCoder extends BinaryCoder<ClickPack> {

  private static final long serialVersionUID = 1L;
  private static final ClickPackCoder INSTANCE = new ClickPackCoder();

  private ClickPackCoder() {}

  public static ClickPackCoder of() {
    return INSTANCE;
  }

  @Override
  public void write(ClickPack value, BinaryWriter out) {
    if (value.lot() == 0) {
      out.putVarLong(value.minuteMillis());
    } else {
      out.putVarLong(value.minuteMillis() + 1).putLong(value.lot());
    }
    out.putVarLong(value.size()).putBytes(value.rows(), 0, value.length());
  }

  @Override
  public ClickPack read(BinaryReader in) throws CoderException {
    long stored = in.getVarLong();
    long minute = Periods.minuteOf(stored);
    long lot = stored == minute ? 0 : in.getLong();
    int size = in.getVarInt();
    byte[] rows = in.getBytes();
    return new ClickPack(minute, lot, size, rows, rows.length);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
