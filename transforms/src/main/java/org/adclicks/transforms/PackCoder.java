package org.adclicks.transforms;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;

/**
 * A coder that writes a value as one length-prefixed block. The format is part of the job's saved
 * state.
 */
abstract class PackCoder<T> extends AtomicCoder<T> {

  private static final long serialVersionUID = 1L;

  /**
   * Packs are some 100 KB: growing an array anew for each would copy them twice over. No {@link
   * #write} encodes by another coder, so one writer a thread is enough.
   */
  private static final ThreadLocal<PackWriter> WRITER = ThreadLocal.withInitial(PackWriter::new);

  abstract void write(T value, PackWriter out);

  abstract T read(PackReader in) throws CoderException;

  @Override
  public final void encode(T value, OutputStream out) throws IOException {
    PackWriter writer = WRITER.get().clear();
    write(value, writer);
    writer.writeTo(out);
  }

  @Override
  public final T decode(InputStream in) throws IOException {
    return read(PackReader.readFrom(in));
  }
}
