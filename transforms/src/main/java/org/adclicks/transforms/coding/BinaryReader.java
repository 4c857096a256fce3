package org.adclicks.transforms.coding;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.adclicks.click.Scope;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.VarInt;

/** Reads what {@link BinaryWriter} wrote. */
public final class BinaryReader {

  private byte[] buffer;
  private int position;

  private BinaryReader(byte[] buffer) {
    this.buffer = buffer;
  }

  /** Of values that stand in an array one behind another; begin with {@link #moveTo}. */
  public static BinaryReader ofArrays() {
    return new BinaryReader(new byte[0]);
  }

  /** Goes on reading there, in this or another array. */
  public void moveTo(byte[] array, int place) {
    buffer = array;
    position = place;
  }

  /** Where the next value begins. */
  public int position() {
    return position;
  }

  /** Passes over bytes that are read where they stand. */
  public void skip(int bytes) {
    position += bytes;
  }

  public static BinaryReader readFrom(InputStream in) throws IOException {
    byte[] buffer = new byte[VarInt.decodeInt(in)];
    new DataInputStream(in).readFully(buffer);
    return new BinaryReader(buffer);
  }

  public int getByte() {
    return buffer[position++];
  }

  /**
   * The next number, as {@link BinaryWriter} writes it.
   *
   * @throws CoderException if no number ends within ten bytes
   */
  public long getVarLong() throws CoderException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = buffer[position++];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new CoderException("a number of more than ten bytes");
  }

  public int getVarInt() throws CoderException {
    return Math.toIntExact(getVarLong());
  }

  public long getLong() {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = (value << 8) | (buffer[position++] & 0xFF);
    }
    return value;
  }

  public String getString() throws CoderException {
    int length = getVarInt();
    String value = new String(buffer, position, length, StandardCharsets.UTF_8);
    position += length;
    return value;
  }

  /** A scope by its key: the same object for the same one, so that a million cells share it. */
  public Scope getScope() throws CoderException {
    return Scope.ofKey(getString());
  }

  public byte[] getBytes() throws CoderException {
    int length = getVarInt();
    byte[] bytes = new byte[length];
    System.arraycopy(buffer, position, bytes, 0, length);
    position += length;
    return bytes;
  }
}
