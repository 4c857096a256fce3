package org.adclicks.transforms.minutes;

import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.adclicks.transforms.coding.EvenKeyCoder;
import org.apache.beam.sdk.coders.CoderException;

/** A minute, by its first millisecond, that is a key by itself: those of an hour lie evenly. */
public final class MinuteCoder extends EvenKeyCoder<Long> {

  private static final long serialVersionUID = 1L;
  private static final MinuteCoder INSTANCE = new MinuteCoder();

  private MinuteCoder() {}

  public static MinuteCoder of() {
    return INSTANCE;
  }

  @Override
  protected int groupOf(Long minuteMillis) {
    return spread((int) Math.floorDiv(minuteMillis, Periods.MINUTE_MILLIS));
  }

  @Override
  protected void writeKey(Long minuteMillis, BinaryWriter out) {
    out.putVarLong(minuteMillis);
  }

  @Override
  protected Long readKey(BinaryReader in) throws CoderException {
    return in.getVarLong();
  }
}
