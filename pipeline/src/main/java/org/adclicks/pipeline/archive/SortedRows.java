package org.adclicks.pipeline.archive;

import com.google.protobuf.ByteString;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The rows of the next row group, sorted by (ad_id, click_timestamp) when they are taken.
 *
 * <p>Mutable, not thread-safe. Bounded by {@link #isFull}: its owner empties it then.
 */
final class SortedRows {

  /** Receives rows in order. */
  @FunctionalInterface
  interface Visitor {
    void visit(RowCursor row) throws IOException;
  }

  /**
   * A row group: large enough that an ad's rows stand together and few bytes go to footers, small
   * enough to be sorted in memory. A power of two, so that the ip's bloom filter, whose size is one
   * too, fits.
   */
  static final int MAX_ROWS = 1 << 18;

  /** Ends a row group of long ids sooner. */
  private static final int MAX_BYTES = 48 * 1024 * 1024;

  private static final int PREFIX_BYTES = 8;

  /**
   * Where a row stands, and what it is sorted by.
   *
   * @param adPrefix the ad's first eight bytes, so that most comparisons need no more
   */
  private record Row(int start, long adPrefix, int adStart, int adLength, long timestamp) {}

  private final Comparator<Row> order = this::compare;
  private final List<Row> rows = new ArrayList<>();
  private final RowCursor cursor = new RowCursor();
  private byte[] bytes = new byte[64 * 1024];
  private int size;

  int size() {
    return rows.size();
  }

  boolean isFull() {
    return rows.size() >= MAX_ROWS || size >= MAX_BYTES;
  }

  /**
   * Takes rows of a pack until full.
   *
   * @param skipBytes the pack's bytes taken already
   * @return how many of the pack's bytes are taken now
   */
  int add(ByteString pack, int skipBytes) throws EOFException {
    int more = pack.size() - skipBytes;
    ensure(more);
    pack.substring(skipBytes).copyTo(bytes, size);
    int end = size + more;
    int begin = size;
    while (size < end && !isFull()) {
      int next = cursor.read(bytes, size);
      rows.add(
          new Row(
              size,
              prefix(cursor.adIdStart(), cursor.adIdLength()),
              cursor.adIdStart(),
              cursor.adIdLength(),
              cursor.clickTimestampMillis()));
      size = next;
    }
    if (size > end) {
      throw new EOFException("a pack ends within a row");
    }
    return skipBytes + size - begin;
  }

  /** Visits all rows in order, and forgets them. */
  void take(Visitor visitor) throws IOException {
    rows.sort(order);
    for (Row row : rows) {
      cursor.read(bytes, row.start());
      visitor.visit(cursor);
    }
    rows.clear();
    size = 0;
  }

  private int compare(Row a, Row b) {
    int byAd = Long.compareUnsigned(a.adPrefix(), b.adPrefix());
    if (byAd == 0 && (a.adLength() > PREFIX_BYTES || b.adLength() > PREFIX_BYTES)) {
      byAd =
          Arrays.compareUnsigned(
              bytes,
              a.adStart(),
              a.adStart() + a.adLength(),
              bytes,
              b.adStart(),
              b.adStart() + b.adLength());
    }
    return byAd != 0 ? byAd : Long.compare(a.timestamp(), b.timestamp());
  }

  /** Zeros stand in for missing bytes: no id holds a control character. */
  private long prefix(int start, int length) {
    long prefix = 0;
    for (int i = 0; i < PREFIX_BYTES; i++) {
      prefix = prefix << 8 | (i < length ? bytes[start + i] & 0xFF : 0);
    }
    return prefix;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
