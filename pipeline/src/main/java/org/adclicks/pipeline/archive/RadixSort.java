package org.adclicks.pipeline.archive;

import java.util.Arrays;

/**
 * Sorts numbers of rows by a key of each, stable, a byte at a time and without comparing: several
 * times faster than a comparator on hundreds of thousands of rows. Bytes that all keys share cost
 * one look.
 *
 * <p>Mutable, not thread-safe: keeps its work space.
 */
final class RadixSort {

  private static final int BYTE_VALUES = 256;

  private int[] other = new int[0];

  /**
   * Puts {@code order[0..count)}, which are places in {@code keys}, in ascending order of their
   * keys, taken as unsigned.
   */
  void sort(int[] order, int count, long[] keys) {
    if (other.length < count) {
      other = new int[order.length];
    }
    long varying = varyingBits(order, count, keys);
    int[] from = order;
    int[] to = other;
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      if ((varying >>> shift & 0xFF) != 0) {
        pass(from, to, count, keys, shift);
        int[] swapped = from;
        from = to;
        to = swapped;
      }
    }
    if (from != order) {
      System.arraycopy(from, 0, order, 0, count);
    }
  }

  private static long varyingBits(int[] order, int count, long[] keys) {
    long varying = 0;
    for (int i = 1; i < count; i++) {
      varying |= keys[order[i]] ^ keys[order[0]];
    }
    return varying;
  }

  private static void pass(int[] from, int[] to, int count, long[] keys, int shift) {
    int[] next = new int[BYTE_VALUES];
    for (int i = 0; i < count; i++) {
      next[(int) (keys[from[i]] >>> shift & 0xFF)]++;
    }
    int begin = 0;
    for (int value = 0; value < BYTE_VALUES; value++) {
      int size = next[value];
      next[value] = begin;
      begin += size;
    }
    for (int i = 0; i < count; i++) {
      to[next[(int) (keys[from[i]] >>> shift & 0xFF)]++] = from[i];
    }
  }

  /** 0, 1, 2 ... in an array of at least this length. */
  static int[] identity(int count) {
    int[] order = new int[count];
    Arrays.setAll(order, i -> i);
    return order;
  }
}
