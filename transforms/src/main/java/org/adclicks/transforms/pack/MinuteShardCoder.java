package org.adclicks.transforms.pack;

import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.adclicks.transforms.coding.EvenKeyCoder;
import org.apache.beam.sdk.coders.CoderException;

/**
 * {@link MinuteShard}: minute, shard. The shards of a minute lie evenly, and each lies elsewhere in
 * the next minute, so that a few shards get round and a busy one does not always meet the same
 * worker.
 */
public final class MinuteShardCoder extends EvenKeyCoder<MinuteShard> {

  private static final long serialVersionUID = 1L;
  private static final MinuteShardCoder INSTANCE = new MinuteShardCoder();

  private MinuteShardCoder() {}

  public static MinuteShardCoder of() {
    return INSTANCE;
  }

  @Override
  protected int groupOf(MinuteShard key) {
    long millis = key.minuteMillis();
    // Hours and days are to turn by odd numbers, too, or they would not get round.
    long turn =
        Math.floorDiv(millis, Periods.MINUTE_MILLIS)
            + Math.floorDiv(millis, Periods.HOUR_MILLIS)
            + Math.floorDiv(millis, Periods.DAY_MILLIS);
    return turned(spread(key.shard()), turn);
  }

  @Override
  protected void writeKey(MinuteShard key, BinaryWriter out) {
    out.putVarLong(key.minuteMillis()).putVarLong(key.shard());
  }

  @Override
  protected MinuteShard readKey(BinaryReader in) throws CoderException {
    return new MinuteShard(in.getVarLong(), in.getVarInt());
  }
}
