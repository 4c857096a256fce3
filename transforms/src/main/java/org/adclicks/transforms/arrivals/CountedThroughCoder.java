package org.adclicks.transforms.arrivals;

import java.nio.ByteBuffer;
import org.adclicks.proto.store.OpenBlocks;
import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;

/** {@link CountedThrough}: time, then blocks as they are stored. */
public final class CountedThroughCoder extends BinaryCoder<CountedThrough> {

  private static final long serialVersionUID = 1L;
  private static final CountedThroughCoder INSTANCE = new CountedThroughCoder();

  private CountedThroughCoder() {}

  public static CountedThroughCoder of() {
    return INSTANCE;
  }

  @Override
  public void write(CountedThrough value, BinaryWriter out) {
    out.putVarLong(value.throughMillis()).putBytes(value.blocks().toBytes());
  }

  @Override
  public CountedThrough read(BinaryReader in) throws CoderException {
    return new CountedThrough(in.getVarLong(), OpenBlocks.read(ByteBuffer.wrap(in.getBytes())));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
