package org.adclicks.transforms.pack;

import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.adclicks.transforms.coding.EvenKeyCoder;
import org.apache.beam.sdk.coders.CoderException;

/** A shard, from 0, that is a key by itself. */
public final class ShardCoder extends EvenKeyCoder<Integer> {

  private static final long serialVersionUID = 1L;
  private static final ShardCoder INSTANCE = new ShardCoder();

  private ShardCoder() {}

  public static ShardCoder of() {
    return INSTANCE;
  }

  @Override
  protected int groupOf(Integer shard) {
    return spread(shard);
  }

  @Override
  protected void writeKey(Integer shard, BinaryWriter out) {
    out.putVarLong(shard);
  }

  @Override
  protected Integer readKey(BinaryReader in) throws CoderException {
    return in.getVarInt();
  }
}
