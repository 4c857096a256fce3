package org.adclicks.pipeline.queue;

import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Codes {@link QueuedRecord}. Deterministic. */
public final class QueuedRecordCoder extends AtomicCoder<QueuedRecord> {

  private static final long serialVersionUID = 1L;
  private static final QueuedRecordCoder INSTANCE = new QueuedRecordCoder();
  private static final int CORRECTION = 1;
  private static final int RESENT = 2;

  private QueuedRecordCoder() {}

  public static QueuedRecordCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(QueuedRecord record, OutputStream out) throws IOException {
    VarIntCoder.of().encode(record.partition(), out);
    VarLongCoder.of().encode(record.offset(), out);
    StringUtf8Coder.of().encode(record.type(), out);
    int flags = (record.isCorrection() ? CORRECTION : 0) | (record.isResent() ? RESENT : 0);
    VarIntCoder.of().encode(flags, out);
    VarIntCoder.of().encode(record.value().size(), out);
    record.value().writeTo(out);
  }

  @Override
  public QueuedRecord decode(InputStream in) throws IOException {
    int partition = VarIntCoder.of().decode(in);
    long offset = VarLongCoder.of().decode(in);
    String type = StringUtf8Coder.of().decode(in);
    int flags = VarIntCoder.of().decode(in);
    return new QueuedRecord(
        partition,
        offset,
        type,
        (flags & CORRECTION) != 0,
        (flags & RESENT) != 0,
        UnsafeByteOperations.unsafeWrap(ByteArrayCoder.of().decode(in)));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
