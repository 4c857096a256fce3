package org.adclicks.transforms.pack;

import java.util.Arrays;
import org.adclicks.click.Click;
import org.jspecify.annotations.Nullable;

/**
 * Clicks of one minute that travel together, so that shuffle, key and state access are paid once
 * for all of them. They stay as bytes, one row behind another, from before the shuffle until
 * somebody asks for a field: dropping duplicates reads identities only, counting reads no users.
 *
 * <p>Not to be changed once built. A row's layout is {@link ClickRowEncoder}'s.
 */
public final class ClickPack {

  /** Says of an identity whether its click stays. */
  @FunctionalInterface
  public interface IdentityFilter {
    boolean keeps(long identityHigh, long identityLow);
  }

  private final long minuteMillis;
  private final long lot;
  private final int size;
  private final byte[] rows;
  private final int length;

  ClickPack(long minuteMillis, long lot, int size, byte[] rows, int length) {
    this.minuteMillis = minuteMillis;
    this.lot = lot;
    this.size = size;
    this.rows = rows;
    this.length = length;
  }

  /** A pack of clicks of the minute that begins at {@code minuteMillis}. */
  public static ClickPack of(long minuteMillis, Iterable<Click> clicks) {
    Builder builder = new Builder(minuteMillis);
    ClickRowEncoder row = new ClickRowEncoder();
    for (Click click : clicks) {
      row.encode(click);
      builder.add(row);
    }
    return builder.build();
  }

  /** The first millisecond of the minute. */
  public long minuteMillis() {
    return minuteMillis;
  }

  /**
   * The lot its clicks are of, which are followed until they are counted; 0 where nobody follows.
   */
  public long lot() {
    return lot;
  }

  /** How many clicks. */
  public int size() {
    return size;
  }

  /** Walks over the clicks, from before the first one. */
  public ClickCursor clicks() {
    return new ClickCursor(rows, length);
  }

  byte[] rows() {
    return rows;
  }

  /** How many bytes of {@link #rows} are rows. */
  int length() {
    return length;
  }

  /** The clicks a filter keeps, asked once for each, in order. This pack itself if it keeps all. */
  public ClickPack keep(IdentityFilter filter) {
    byte @Nullable [] kept = null;
    int keptSize = 0;
    int keptLength = 0;
    ClickCursor click = clicks();
    while (click.next()) {
      if (filter.keeps(click.identityHigh(), click.identityLow())) {
        if (kept != null) {
          System.arraycopy(rows, click.start(), kept, keptLength, click.end() - click.start());
        }
        keptSize++;
        keptLength += click.end() - click.start();
      } else if (kept == null) {
        kept = Arrays.copyOf(rows, length);
      }
    }
    return kept == null ? this : new ClickPack(minuteMillis, lot, keptSize, kept, keptLength);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ClickPack that
        && minuteMillis == that.minuteMillis
        && lot == that.lot
        && size == that.size
        && Arrays.equals(rows, 0, length, that.rows, 0, that.length);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(minuteMillis) * 31 + size;
  }

  @Override
  public String toString() {
    return "ClickPack[" + size + " clicks of " + minuteMillis + "]";
  }

  /** A pack in the making. Mutable, not thread-safe. */
  public static final class Builder {

    private static final int FIRST_BYTES = 512;

    private final long minuteMillis;
    private final long lot;
    private byte[] rows = new byte[FIRST_BYTES];
    private int length;
    private int size;
    private long oldestMillis = Long.MAX_VALUE;

    /** Of the minute that begins then, followed by nobody. */
    public Builder(long minuteMillis) {
      this(minuteMillis, 0);
    }

    Builder(long minuteMillis, long lot) {
      this.minuteMillis = minuteMillis;
      this.lot = lot;
    }

    void add(ClickRowEncoder row) {
      add(row.bytes(), 0, row.length());
      oldestMillis = Math.min(oldestMillis, row.clickTimestampMillis());
    }

    /** A click of another pack of the minute. */
    public void add(ClickCursor click) {
      add(click.rows(), click.start(), click.end());
      oldestMillis = Math.min(oldestMillis, click.clickTimestampMillis());
    }

    void add(byte[] row, int start, int end) {
      int newLength = length + end - start;
      if (newLength > rows.length) {
        rows = Arrays.copyOf(rows, Math.max(rows.length * 2, newLength));
      }
      System.arraycopy(row, start, rows, length, end - start);
      length = newLength;
      size++;
    }

    int size() {
      return size;
    }

    /** Of all clicks added so far. */
    long oldestMillis() {
      return oldestMillis;
    }

    /** The builder is not to be used any more. */
    public ClickPack build() {
      return new ClickPack(minuteMillis, lot, size, rows, length);
    }
  }
}
