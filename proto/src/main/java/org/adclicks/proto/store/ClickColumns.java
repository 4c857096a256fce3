package org.adclicks.proto.store;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The clicks of a block, column by column. Not thread-safe. */
final class ClickColumns {

  private static final int FIRST_BYTES = 4096;

  private final TextColumn keys;
  private final int[] keyEnds;
  private final long[] times;
  private final NamedColumn ads;
  private final TextColumn others;
  private final NamedColumn scopes;
  private final byte[] hasClickId;
  private final long[] identities;
  private byte[] newestKey = new byte[0];
  private int newestKeyAt = -1;

  private ClickColumns(CodedInputStream in) throws IOException {
    int size = in.readUInt32();
    int keyCount = in.readUInt32();
    keys = TextColumn.read(keyCount, in);
    keyEnds = readEnds(keyCount, in);
    times = readTimes(size, keyEnds, in);
    ads = NamedColumn.read(size, in);
    others = TextColumn.read(size, in);
    scopes = NamedColumn.read(size, in);
    hasClickId = in.readRawBytes(size);
    identities = new long[size];
    for (int i = 0; i < size; i++) {
      if (hasClickId[i] == 1) {
        identities[i] = in.readFixed64();
      }
    }
  }

  int size() {
    return times.length;
  }

  int firstOf(byte[] key) {
    int at = keys.indexOf(key);
    return at <= 0 ? 0 : keyEnds[at - 1];
  }

  /** Not after {@link #firstOf} if the key is not there. */
  int endOf(byte[] key) {
    int at = keys.indexOf(key);
    return at < 0 ? 0 : keyEnds[at];
  }

  IndexedClick click(int i) {
    byte[] key = keyOf(i);
    return hasClickId[i] == 1
        ? IndexedClick.byClickId(
            key, times[i], identities[i], ads.text(i), others.text(i), scopes.text(i))
        : IndexedClick.byFields(key, times[i], ads.text(i), others.text(i), scopes.text(i));
  }

  /** That of the click before, if it is the same. */
  private byte[] keyOf(int i) {
    int found = Arrays.binarySearch(keyEnds, i + 1);
    int at = found < 0 ? -found - 1 : found;
    if (at != newestKeyAt) {
      newestKey = keys.text(at);
      newestKeyAt = at;
    }
    return newestKey;
  }

  static byte[] write(List<IndexedClick> ordered) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_BYTES);
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.writeUInt32NoTag(ordered.size());
      writeKeys(ordered, out);
      writeTimes(ordered, out);
      NamedColumn.write(ordered.stream().map(IndexedClick::adIdUtf8).toList(), out);
      TextColumn.write(ordered.stream().map(IndexedClick::otherUtf8).toList(), out);
      NamedColumn.write(ordered.stream().map(IndexedClick::scopeKeyUtf8).toList(), out);
      writeIdentities(ordered, out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static ClickColumns read(byte[] bytes) {
    try {
      return new ClickColumns(CodedInputStream.newInstance(bytes));
    } catch (IOException e) {
      throw new IllegalArgumentException("a block of clicks that is damaged", e);
    }
  }

  private static void writeKeys(List<IndexedClick> ordered, CodedOutputStream out)
      throws IOException {
    List<byte[]> distinct = new ArrayList<>();
    List<Integer> lengths = new ArrayList<>();
    for (IndexedClick click : ordered) {
      int last = distinct.size() - 1;
      if (last >= 0 && Arrays.equals(distinct.get(last), click.keyUtf8())) {
        lengths.set(last, lengths.get(last) + 1);
      } else {
        distinct.add(click.keyUtf8());
        lengths.add(1);
      }
    }
    out.writeUInt32NoTag(distinct.size());
    TextColumn.write(distinct, out);
    for (int length : lengths) {
      out.writeUInt32NoTag(length);
    }
  }

  private static int[] readEnds(int keyCount, CodedInputStream in) throws IOException {
    int[] ends = new int[keyCount];
    int end = 0;
    for (int i = 0; i < keyCount; i++) {
      end += in.readUInt32();
      ends[i] = end;
    }
    return ends;
  }

  private static void writeTimes(List<IndexedClick> ordered, CodedOutputStream out)
      throws IOException {
    long earliest = Long.MAX_VALUE;
    for (IndexedClick click : ordered) {
      earliest = Math.min(earliest, click.clickTimestampMillis());
    }
    out.writeUInt64NoTag(earliest);
    IndexedClick before = null;
    for (IndexedClick click : ordered) {
      boolean goesOn = before != null && Arrays.equals(before.keyUtf8(), click.keyUtf8());
      long from = goesOn && before != null ? before.clickTimestampMillis() : earliest;
      out.writeUInt64NoTag(click.clickTimestampMillis() - from);
      before = click;
    }
  }

  private static long[] readTimes(int size, int[] keyEnds, CodedInputStream in) throws IOException {
    long[] times = new long[size];
    long earliest = in.readUInt64();
    int i = 0;
    for (int end : keyEnds) {
      long time = earliest;
      for (; i < end; i++) {
        time += in.readUInt64();
        times[i] = time;
      }
    }
    return times;
  }

  private static void writeIdentities(List<IndexedClick> ordered, CodedOutputStream out)
      throws IOException {
    for (IndexedClick click : ordered) {
      out.writeRawByte(click.hasClickId() ? 1 : 0);
    }
    for (IndexedClick click : ordered) {
      if (click.hasClickId()) {
        out.writeFixed64NoTag(click.identity());
      }
    }
  }
}
