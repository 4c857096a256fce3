package org.adclicks.transforms.minutes;

import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.adclicks.v1.MinuteState;
import org.apache.beam.sdk.coders.CoderException;

/** {@link MinuteStatus}: minute, state (its proto number), counts. */
public final class MinuteStatusCoder extends BinaryCoder<MinuteStatus> {

  private static final long serialVersionUID = 1L;
  private static final MinuteStatusCoder INSTANCE = new MinuteStatusCoder();

  private MinuteStatusCoder() {}

  public static MinuteStatusCoder of() {
    return INSTANCE;
  }

  @Override
  public void write(MinuteStatus value, BinaryWriter out) {
    out.putVarLong(value.minuteMillis()).putVarLong(value.state().getNumber());
    MinuteCountsCoder.of().write(value.counts(), out);
  }

  @Override
  public MinuteStatus read(BinaryReader in) throws CoderException {
    long minute = in.getVarLong();
    MinuteState state = MinuteState.forNumber(in.getVarInt());
    if (state == null) {
      throw new CoderException("unknown minute state");
    }
    return new MinuteStatus(minute, state, MinuteCountsCoder.of().read(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
