package org.adclicks.pipeline.archive;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Codes {@link ArchivePack}. Deterministic. */
final class ArchivePackCoder extends AtomicCoder<ArchivePack> {

  private static final long serialVersionUID = 1L;
  private static final ArchivePackCoder INSTANCE = new ArchivePackCoder();

  private ArchivePackCoder() {}

  static ArchivePackCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(ArchivePack pack, OutputStream out) throws IOException {
    VarLongCoder.of().encode(pack.arrivalHourMillis(), out);
    VarIntCoder.of().encode(pack.rows(), out);
    ByteArrayCoder.of().encode(pack.bytes().toByteArray(), out);
  }

  @Override
  public ArchivePack decode(InputStream in) throws IOException {
    long hour = VarLongCoder.of().decode(in);
    int rows = VarIntCoder.of().decode(in);
    byte[] bytes = ByteArrayCoder.of().decode(in);
    return new ArchivePack(hour, rows, ByteString.copyFrom(bytes));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
