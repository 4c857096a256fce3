package org.adclicks.pipeline.archive;

import com.google.common.primitives.Ints;
import com.google.protobuf.ByteString;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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

  private static final int KEY_BYTES = 8;

  private final RadixSort sort = new RadixSort();
  private final RowCursor cursor = new RowCursor();
  private byte[] bytes = new byte[64 * 1024];
  private int size;

  private int count;
  private int[] starts = new int[1024];
  private int[] adStarts = new int[1024];
  private int[] adLengths = new int[1024];
  private long[] timestamps = new long[1024];

  int size() {
    return count;
  }

  boolean isFull() {
    return count >= MAX_ROWS || size >= MAX_BYTES;
  }

  /**
   * Takes rows of a pack until full.
   *
   * @param skipBytes the pack's bytes taken already
   * @return how many of the pack's bytes are taken now
   */
  int add(ByteString pack, int skipBytes) throws IOException {
    int more = pack.size() - skipBytes;
    ensure(more);
    pack.substring(skipBytes).copyTo(bytes, size);
    int end = size + more;
    int begin = size;
    while (size < end && !isFull()) {
      int next = cursor.read(bytes, size);
      ensureRow();
      starts[count] = size;
      adStarts[count] = cursor.adIdStart();
      adLengths[count] = cursor.adIdLength();
      timestamps[count] = cursor.clickTimestampMillis();
      count++;
      size = next;
    }
    if (size > end) {
      throw new EOFException("a pack ends within a row");
    }
    return skipBytes + size - begin;
  }

  /** Visits all rows in order, and forgets them. */
  void take(Visitor visitor) throws IOException {
    int[] order = sorted();
    for (int i = 0; i < count; i++) {
      cursor.read(bytes, starts[order[i]]);
      visitor.visit(cursor);
    }
    count = 0;
    size = 0;
  }

  /** By ad, as far as eight bytes behind what all ads begin with tell; by time within an ad. */
  private int[] sorted() {
    int[] order = RadixSort.identity(count);
    sort.sort(order, count, timestamps);
    int shared = sharedPrefix();
    long[] keys = new long[count];
    for (int row = 0; row < count; row++) {
      keys[row] = eightBytes(adStarts[row] + shared, adLengths[row] - shared);
    }
    sort.sort(order, count, keys);
    sortRest(order, keys, shared + KEY_BYTES);
    return order;
  }

  /** The rows of ads whose first {@code known} bytes are alike, and that are longer. */
  private void sortRest(int[] order, long[] keys, int known) {
    int begin = 0;
    while (begin < count) {
      int end = begin + 1;
      boolean isKnown = adLengths[order[begin]] <= known;
      while (end < count && keys[order[end]] == keys[order[begin]]) {
        isKnown &= adLengths[order[end]] <= known;
        end++;
      }
      if (!isKnown) {
        sortByAd(order, begin, end);
      }
      begin = end;
    }
  }

  // Stable, so that the order by time stays.
  private void sortByAd(int[] order, int begin, int end) {
    List<Integer> rows = new ArrayList<>(Ints.asList(Arrays.copyOfRange(order, begin, end)));
    rows.sort(this::compareAds);
    for (int i = 0; i < rows.size(); i++) {
      order[begin + i] = rows.get(i);
    }
  }

  private int compareAds(int a, int b) {
    return Arrays.compareUnsigned(
        bytes,
        adStarts[a],
        adStarts[a] + adLengths[a],
        bytes,
        adStarts[b],
        adStarts[b] + adLengths[b]);
  }

  private int sharedPrefix() {
    int shared = count == 0 ? 0 : adLengths[0];
    for (int row = 1; row < count && shared > 0; row++) {
      int until = Math.min(shared, adLengths[row]);
      int differing =
          Arrays.mismatch(
              bytes, adStarts[0], adStarts[0] + until, bytes, adStarts[row], adStarts[row] + until);
      shared = differing < 0 ? until : differing;
    }
    return shared;
  }

  /** Zeros stand in for missing bytes: no id holds a control character. */
  private long eightBytes(int start, int length) {
    long key = 0;
    for (int i = 0; i < KEY_BYTES; i++) {
      key = key << 8 | (i < length ? bytes[start + i] & 0xFF : 0);
    }
    return key;
  }

  private void ensureRow() {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      adStarts = Arrays.copyOf(adStarts, count * 2);
      adLengths = Arrays.copyOf(adLengths, count * 2);
      timestamps = Arrays.copyOf(timestamps, count * 2);
    }
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
