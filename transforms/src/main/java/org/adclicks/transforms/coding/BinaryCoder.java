package org.adclicks.transforms.coding;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;

/**
 * A coder that writes a value as one length-prefixed block. The format is part of the job's saved
 * state.
 */
public abstract class BinaryCoder<T> extends AtomicCoder<T> {

  private static final long serialVersionUID = 1L;

  /**
   * Packs are some 100 KB: growing an array anew for each would copy them twice over. No {@link
   * #write} encodes by another coder, so one writer a thread is enough.
   */
  private static final ThreadLocal<BinaryWriter> WRITER =
      ThreadLocal.withInitial(BinaryWriter::new);

  public abstract void write(T value, BinaryWriter out);

  public abstract T read(BinaryReader in) throws CoderException;

  @Override
  public final void encode(T value, OutputStream out) throws IOException {
    BinaryWriter writer = WRITER.get().clear();
    write(value, writer);
    writer.writeTo(out);
  }

  @Override
  public final T decode(InputStream in) throws IOException {
    return read(BinaryReader.readFrom(in));
  }
}
