package org.adclicks.transforms.pack;

import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;

/** {@link MinuteShard}: minute, shard. */
public final class MinuteShardCoder extends BinaryCoder<MinuteShard> {

  private static final long serialVersionUID = 1L;
  private static final MinuteShardCoder INSTANCE = new MinuteShardCoder();

  private MinuteShardCoder() {}

  public static MinuteShardCoder of() {
    return INSTANCE;
  }

  @Override
  public void write(MinuteShard value, BinaryWriter out) {
    out.putVarLong(value.minuteMillis()).putVarLong(value.shard());
  }

  @Override
  public MinuteShard read(BinaryReader in) throws CoderException {
    return new MinuteShard(in.getVarLong(), in.getVarInt());
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
