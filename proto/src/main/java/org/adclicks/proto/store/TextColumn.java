package org.adclicks.proto.store;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts of a block, in UTF-8. Each is made when it is asked for: of some hundred clicks a question
 * wants one.
 *
 * <p>Layout: a byte; then four bytes each if all are IPv4 addresses, else what all begin with,
 * lengths of the rests, the rests.
 */
final class TextColumn {

  private static final byte TEXTS = 0;
  private static final byte IPV4 = 1;

  private final int @Nullable [] addresses;
  private final byte[] prefix;
  private final byte[] rests;
  private final int[] ends;

  private TextColumn(int @Nullable [] addresses, byte[] prefix, byte[] rests, int[] ends) {
    this.addresses = addresses;
    this.prefix = prefix;
    this.rests = rests;
    this.ends = ends;
  }

  /** Writes at least one text. */
  static void write(List<byte[]> texts, CodedOutputStream out) throws IOException {
    int[] addresses = Ipv4Texts.parseAll(texts);
    out.writeRawByte(addresses == null ? TEXTS : IPV4);
    if (addresses != null) {
      for (int address : addresses) {
        out.writeFixed32NoTag(address);
      }
      return;
    }
    byte[] prefix = commonPrefix(texts);
    out.writeByteArrayNoTag(prefix);
    for (byte[] text : texts) {
      out.writeUInt32NoTag(text.length - prefix.length);
    }
    for (byte[] text : texts) {
      out.writeRawBytes(text, prefix.length, text.length - prefix.length);
    }
  }

  /** Reads as many as were written. */
  static TextColumn read(int size, CodedInputStream in) throws IOException {
    if (in.readRawByte() == IPV4) {
      int[] addresses = new int[size];
      for (int i = 0; i < size; i++) {
        addresses[i] = in.readFixed32();
      }
      return new TextColumn(addresses, new byte[0], new byte[0], new int[0]);
    }
    byte[] prefix = in.readByteArray();
    int[] ends = new int[size];
    int end = 0;
    for (int i = 0; i < size; i++) {
      end += in.readUInt32();
      ends[i] = end;
    }
    return new TextColumn(null, prefix, in.readRawBytes(end), ends);
  }

  byte[] text(int i) {
    if (addresses != null) {
      return Ipv4Texts.format(addresses[i]);
    }
    int start = startOf(i);
    byte[] text = Arrays.copyOf(prefix, prefix.length + ends[i] - start);
    System.arraycopy(rests, start, text, prefix.length, ends[i] - start);
    return text;
  }

  /**
   * Where the text is among texts that are in order; like {@link Arrays#binarySearch} if it is not.
   */
  int indexOf(byte[] text) {
    int low = 0;
    int high = (addresses != null ? addresses.length : ends.length) - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(middle, text);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  private int compare(int i, byte[] text) {
    if (addresses != null) {
      return Arrays.compareUnsigned(Ipv4Texts.format(addresses[i]), text);
    }
    int shared = Math.min(prefix.length, text.length);
    int order = Arrays.compareUnsigned(prefix, 0, prefix.length, text, 0, shared);
    return order != 0
        ? order
        : Arrays.compareUnsigned(rests, startOf(i), ends[i], text, shared, text.length);
  }

  private int startOf(int i) {
    return i == 0 ? 0 : ends[i - 1];
  }

  private static byte[] commonPrefix(List<byte[]> texts) {
    byte[] first = texts.get(0);
    int length = first.length;
    for (byte[] text : texts) {
      int difference = Arrays.mismatch(first, text);
      length = difference < 0 ? length : Math.min(length, difference);
    }
    return Arrays.copyOf(first, length);
  }
}
