package org.adclicks.transforms;

import org.apache.beam.sdk.coders.CoderException;

/** {@link MinuteShard}: minute, shard. */
public final class MinuteShardCoder extends PackCoder<MinuteShard> {

  private static final long serialVersionUID = 1L;
  private static final MinuteShardCoder INSTANCE = new MinuteShardCoder();

  private MinuteShardCoder() {}

  public static MinuteShardCoder of() {
    return INSTANCE;
  }

  @Override
  void write(MinuteShard value, PackWriter out) {
    out.putVarLong(value.minuteMillis()).putVarLong(value.shard());
  }

  @Override
  MinuteShard read(PackReader in) throws CoderException {
    return new MinuteShard(in.getVarLong(), in.getVarInt());
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
