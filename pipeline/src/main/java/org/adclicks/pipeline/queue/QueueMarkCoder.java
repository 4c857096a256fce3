package org.adclicks.pipeline.queue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Codes {@link QueueMark}. Deterministic. */
final class QueueMarkCoder extends AtomicCoder<QueueMark> {

  private static final long serialVersionUID = 1L;
  private static final QueueMarkCoder INSTANCE = new QueueMarkCoder();

  private QueueMarkCoder() {}

  static QueueMarkCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(QueueMark mark, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(mark.topicId(), out);
    VarIntCoder.of().encode(mark.partitions().size(), out);
    for (QueueMark.Position position : mark.partitions()) {
      VarIntCoder.of().encode(position.partition(), out);
      VarLongCoder.of().encode(position.nextOffset(), out);
      VarLongCoder.of().encode(position.number(), out);
    }
  }

  @Override
  public QueueMark decode(InputStream in) throws IOException {
    String topicId = StringUtf8Coder.of().decode(in);
    int count = VarIntCoder.of().decode(in);
    List<QueueMark.Position> partitions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      partitions.add(
          new QueueMark.Position(
              VarIntCoder.of().decode(in),
              VarLongCoder.of().decode(in),
              VarLongCoder.of().decode(in)));
    }
    return new QueueMark(topicId, partitions);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
