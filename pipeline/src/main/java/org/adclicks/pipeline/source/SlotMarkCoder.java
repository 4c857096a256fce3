package org.adclicks.pipeline.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Codes {@link SlotMark}. Deterministic. */
final class SlotMarkCoder extends AtomicCoder<SlotMark> {

  private static final long serialVersionUID = 1L;
  private static final SlotMarkCoder INSTANCE = new SlotMarkCoder();

  private SlotMarkCoder() {}

  static SlotMarkCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(SlotMark mark, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(mark.topicId(), out);
    VarLongCoder.of().encode(mark.watermarkMillis(), out);
    VarIntCoder.of().encode(mark.partitions().size(), out);
    for (PartitionMark partition : mark.partitions()) {
      VarIntCoder.of().encode(partition.partition(), out);
      VarLongCoder.of().encode(partition.nextOffset(), out);
      VarLongCoder.of().encode(partition.timeMillis(), out);
      VarLongCoder.of().encode(partition.quietMillis(), out);
    }
  }

  @Override
  public SlotMark decode(InputStream in) throws IOException {
    String topicId = StringUtf8Coder.of().decode(in);
    long watermark = VarLongCoder.of().decode(in);
    int count = VarIntCoder.of().decode(in);
    List<PartitionMark> partitions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      partitions.add(
          new PartitionMark(
              VarIntCoder.of().decode(in),
              VarLongCoder.of().decode(in),
              VarLongCoder.of().decode(in),
              VarLongCoder.of().decode(in)));
    }
    return new SlotMark(topicId, watermark, partitions);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
