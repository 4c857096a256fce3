package org.adclicks.transforms.coding;

import org.adclicks.click.line.RoundEnd;
import org.apache.beam.sdk.coders.CoderException;

/** How a {@link RoundEnd} stands inside other values. */
public final class RoundEndFormat {

  private RoundEndFormat() {}

  public static void write(RoundEnd end, BinaryWriter out) {
    out.putVarLong(end.reader())
        .putVarLong(end.readers())
        .putVarLong(end.round())
        .putByte(end.isFirst() ? 1 : 0)
        .putVarLong(end.unknownMillis())
        .putVarLong(end.throughMillis())
        .putVarLong(end.lines());
  }

  public static RoundEnd read(BinaryReader in) throws CoderException {
    return new RoundEnd(
        in.getVarInt(),
        in.getVarInt(),
        in.getVarLong(),
        in.getByte() != 0,
        in.getVarLong(),
        in.getVarLong(),
        in.getVarLong());
  }
}
