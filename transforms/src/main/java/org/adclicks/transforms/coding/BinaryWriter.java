package org.adclicks.transforms.coding;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.adclicks.click.Scope;
import org.apache.beam.sdk.util.VarInt;

/**
 * Writes the fields of a value into one array, so that a coder touches the stream once per value
 * and not per field.
 */
public final class BinaryWriter {

  private static final int FIRST_BYTES = 1024;

  /** A writer that had to grow further for one value does not stay as large. */
  private static final int MOST_KEPT_BYTES = 1024 * 1024;

  private byte[] buffer = new byte[FIRST_BYTES];
  private int size;

  /** Makes it empty again, for the next value. */
  public BinaryWriter clear() {
    size = 0;
    if (buffer.length > MOST_KEPT_BYTES) {
      buffer = new byte[FIRST_BYTES];
    }
    return this;
  }

  public BinaryWriter putByte(int value) {
    ensure(1);
    buffer[size++] = (byte) value;
    return this;
  }

  /** Unsigned LEB128; small numbers take one byte, negative ones ten. */
  public BinaryWriter putVarLong(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      buffer[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
    return this;
  }

  public BinaryWriter putLong(long value) {
    ensure(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      buffer[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  public BinaryWriter putString(String value) {
    return putBytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** A scope by its key. */
  public BinaryWriter putScope(Scope scope) {
    return putString(scope.key());
  }

  public BinaryWriter putBytes(byte[] bytes) {
    return putBytes(bytes, 0, bytes.length);
  }

  public BinaryWriter putBytes(byte[] bytes, int start, int length) {
    putVarLong(length);
    ensure(length);
    System.arraycopy(bytes, start, buffer, size, length);
    size += length;
    return this;
  }

  /** Writes everything put so far, behind its length. */
  public void writeTo(OutputStream out) throws IOException {
    VarInt.encode(size, out);
    out.write(buffer, 0, size);
  }

  /** Writes everything put so far, without its length. */
  public void writeValuesTo(OutputStream out) throws IOException {
    out.write(buffer, 0, size);
  }

  private void ensure(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }
}
