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

/**
 * Codes {@link SlotMark}. Deterministic. With a round, which stands behind the number of
 * partitions, that is so much greater; without one it is as it always was.
 */
final class SlotMarkCoder extends AtomicCoder<SlotMark> {

  private static final long serialVersionUID = 1L;
  private static final SlotMarkCoder INSTANCE = new SlotMarkCoder();

  /** More partitions than a topic can have. */
  private static final int WITH_ROUND = 1 << 24;

  private SlotMarkCoder() {}

  static SlotMarkCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(SlotMark mark, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(mark.topicId(), out);
    VarLongCoder.of().encode(mark.watermarkMillis(), out);
    RoundMark round = mark.round();
    VarIntCoder.of().encode(mark.partitions().size() + (round == null ? 0 : WITH_ROUND), out);
    if (round != null) {
      VarLongCoder.of().encode(round.round(), out);
      VarLongCoder.of().encode(round.lines(), out);
      VarIntCoder.of().encode(round.isFirst() ? 1 : 0, out);
      VarLongCoder.of().encode(round.unknownMillis(), out);
    }
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
    int stored = VarIntCoder.of().decode(in);
    int count = stored % WITH_ROUND;
    RoundMark round =
        stored < WITH_ROUND
            ? null
            : new RoundMark(
                VarLongCoder.of().decode(in),
                VarLongCoder.of().decode(in),
                VarIntCoder.of().decode(in) != 0,
                VarLongCoder.of().decode(in));
    List<PartitionMark> partitions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      partitions.add(
          new PartitionMark(
              VarIntCoder.of().decode(in),
              VarLongCoder.of().decode(in),
              VarLongCoder.of().decode(in),
              VarLongCoder.of().decode(in)));
    }
    return new SlotMark(topicId, watermark, partitions, round);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
