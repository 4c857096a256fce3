package org.adclicks.transforms.index;

import org.adclicks.proto.store.ClickBlock;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;

/** {@link MinuteBlock}: side, bucket, minute, then the block. */
public final class MinuteBlockCoder extends BinaryCoder<MinuteBlock> {

  private static final long serialVersionUID = 1L;
  private static final MinuteBlockCoder INSTANCE = new MinuteBlockCoder();
  private static final ClickSide[] SIDES = ClickSide.values();

  private MinuteBlockCoder() {}

  public static MinuteBlockCoder of() {
    return INSTANCE;
  }

  @Override
  public void write(MinuteBlock value, BinaryWriter out) {
    out.putByte(value.side().ordinal())
        .putVarLong(value.bucket())
        .putVarLong(value.minuteMillis())
        .putBytes(value.block().name().toByteArray())
        .putVarLong(value.block().earliestMillis())
        .putBytes(value.block().bytes().toByteArray());
  }

  @Override
  public MinuteBlock read(BinaryReader in) throws CoderException {
    return new MinuteBlock(
        SIDES[in.getByte()],
        in.getVarInt(),
        in.getVarLong(),
        ClickBlock.of(in.getBytes(), in.getVarLong(), in.getBytes()));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
