package org.adclicks.proto.store;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The clicks of a block, column by column. */
final class ClickColumns {

  private static final int FIRST_BYTES = 4096;
  private static final byte TEXTS = 0;
  private static final byte IPV4 = 1;

  private final byte[][] keys;
  private final int[] keyEnds;
  private final long[] times;
  private final byte[][] ads;
  private final byte[][] others;
  private final byte[][] scopes;
  private final byte[] hasClickId;
  private final long[] identities;

  private ClickColumns(int size, int keyCount) {
    keys = new byte[keyCount][];
    keyEnds = new int[keyCount];
    times = new long[size];
    ads = new byte[size][];
    others = new byte[size][];
    scopes = new byte[size][];
    hasClickId = new byte[size];
    identities = new long[size];
  }

  int size() {
    return times.length;
  }

  int firstOf(byte[] key) {
    int at = Arrays.binarySearch(keys, key, Arrays::compareUnsigned);
    return at <= 0 ? 0 : keyEnds[at - 1];
  }

  /** Not after {@link #firstOf} if the key is not there. */
  int endOf(byte[] key) {
    int at = Arrays.binarySearch(keys, key, Arrays::compareUnsigned);
    return at < 0 ? 0 : keyEnds[at];
  }

  IndexedClick click(int i) {
    int at = Arrays.binarySearch(keyEnds, i + 1);
    byte[] key = keys[at < 0 ? -at - 1 : at];
    return hasClickId[i] == 1
        ? IndexedClick.byClickId(key, times[i], identities[i], ads[i], others[i], scopes[i])
        : IndexedClick.byFields(key, times[i], ads[i], others[i], scopes[i]);
  }

  static byte[] write(List<IndexedClick> ordered) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_BYTES);
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.writeUInt32NoTag(ordered.size());
      writeKeys(ordered, out);
      writeTimes(ordered, out);
      writeNamed(ordered.stream().map(IndexedClick::adIdUtf8).toList(), out);
      writeTexts(ordered.stream().map(IndexedClick::otherUtf8).toList(), out);
      writeNamed(ordered.stream().map(IndexedClick::scopeKeyUtf8).toList(), out);
      writeIdentities(ordered, out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static ClickColumns read(byte[] bytes) {
    try {
      CodedInputStream in = CodedInputStream.newInstance(bytes);
      int size = in.readUInt32();
      ClickColumns columns = new ClickColumns(size, in.readUInt32());
      columns.readKeys(in);
      columns.readTimes(in);
      readNamed(columns.ads, in);
      readTexts(columns.others, in);
      readNamed(columns.scopes, in);
      columns.readIdentities(in);
      return columns;
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
    writeTexts(distinct, out);
    for (int length : lengths) {
      out.writeUInt32NoTag(length);
    }
  }

  private void readKeys(CodedInputStream in) throws IOException {
    readTexts(keys, in);
    int end = 0;
    for (int i = 0; i < keys.length; i++) {
      end += in.readUInt32();
      keyEnds[i] = end;
    }
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

  private void readTimes(CodedInputStream in) throws IOException {
    long earliest = in.readUInt64();
    int i = 0;
    for (int end : keyEnds) {
      long time = earliest;
      for (; i < end; i++) {
        time += in.readUInt64();
        times[i] = time;
      }
    }
  }

  /**
   * Those that stand more than once by the number they were first given, from 1; 0 is a new one.
   */
  private static void writeNamed(List<byte[]> texts, CodedOutputStream out) throws IOException {
    Map<ByteString, Integer> numbers = new LinkedHashMap<>();
    int[] codes = new int[texts.size()];
    for (int i = 0; i < codes.length; i++) {
      Integer known = numbers.putIfAbsent(ByteString.copyFrom(texts.get(i)), numbers.size() + 1);
      codes[i] = known == null ? 0 : known;
    }
    for (int code : codes) {
      out.writeUInt32NoTag(code);
    }
    writeTexts(numbers.keySet().stream().map(ByteString::toByteArray).toList(), out);
  }

  private static void readNamed(byte[][] texts, CodedInputStream in) throws IOException {
    int[] codes = new int[texts.length];
    int distinct = 0;
    for (int i = 0; i < codes.length; i++) {
      codes[i] = in.readUInt32();
      distinct += codes[i] == 0 ? 1 : 0;
    }
    byte[][] named = new byte[distinct][];
    readTexts(named, in);
    int next = 0;
    for (int i = 0; i < codes.length; i++) {
      texts[i] = named[codes[i] == 0 ? next++ : codes[i] - 1];
    }
  }

  /** Four bytes each if all are IPv4 addresses; else what all begin with, lengths, the rests. */
  private static void writeTexts(List<byte[]> texts, CodedOutputStream out) throws IOException {
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

  private static void readTexts(byte[][] texts, CodedInputStream in) throws IOException {
    if (in.readRawByte() == IPV4) {
      for (int i = 0; i < texts.length; i++) {
        texts[i] = Ipv4Texts.format(in.readFixed32());
      }
      return;
    }
    byte[] prefix = in.readByteArray();
    int[] lengths = new int[texts.length];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = in.readUInt32();
    }
    for (int i = 0; i < texts.length; i++) {
      byte[] rest = in.readRawBytes(lengths[i]);
      texts[i] = Arrays.copyOf(prefix, prefix.length + rest.length);
      System.arraycopy(rest, 0, texts[i], prefix.length, rest.length);
    }
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

  private void readIdentities(CodedInputStream in) throws IOException {
    for (int i = 0; i < hasClickId.length; i++) {
      hasClickId[i] = in.readRawByte();
    }
    for (int i = 0; i < hasClickId.length; i++) {
      if (hasClickId[i] == 1) {
        identities[i] = in.readFixed64();
      }
    }
  }
}
