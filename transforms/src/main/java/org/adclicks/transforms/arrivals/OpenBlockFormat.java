package org.adclicks.transforms.arrivals;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.adclicks.proto.store.OpenBlocks;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;

/** Bytes of the names of open minutes' rows, alone and in lists. */
public final class OpenBlockFormat {

  private OpenBlockFormat() {}

  public static void write(OpenBlocks.Block block, BinaryWriter out) {
    out.putVarLong(block.minuteMillis())
        .putVarLong(block.shard())
        .putLong(block.writer())
        .putVarLong(block.version());
  }

  public static OpenBlocks.Block read(BinaryReader in) throws CoderException {
    return new OpenBlocks.Block(in.getVarLong(), in.getVarInt(), in.getLong(), in.getVarLong());
  }

  static void writeAll(Collection<OpenBlocks.Block> blocks, BinaryWriter out) {
    out.putVarLong(blocks.size());
    blocks.forEach(block -> write(block, out));
  }

  static List<OpenBlocks.Block> readAll(BinaryReader in) throws CoderException {
    List<OpenBlocks.Block> blocks = new ArrayList<>();
    for (int rest = in.getVarInt(); rest > 0; rest--) {
      blocks.add(read(in));
    }
    return blocks;
  }
}
