package org.adclicks.transforms.dedup;

import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;
import org.jspecify.annotations.Nullable;

/**
 * A set of 128-bit click identities in one array: at most 43 bytes an identity, 27 on average.
 *
 * <p>Mutable, not thread-safe. Bounded by whoever holds it: the clicks of one minute and shard.
 */
public final class IdentitySet {

  private static final int MIN_CAPACITY = 4;

  /** Pairs (high, low); (0, 0) is a free place. */
  private long[] table;

  private int size;

  public IdentitySet() {
    this(0);
  }

  private IdentitySet(int expectedSize) {
    int capacity = MIN_CAPACITY;
    while (expectedSize * 4L > capacity * 3L) {
      capacity *= 2;
    }
    table = new long[capacity * 2];
  }

  public int size() {
    return size;
  }

  /** Which of a minute's sets has an identity: of a hash, the low bits count. */
  static int placeOf(long high) {
    return (int) (high >>> 32);
  }

  /** Adds an identity; says whether it is new. */
  public boolean add(long high, long low) {
    // (0, 0) marks a free place, so it stands in as (0, 1).
    long storedLow = high == 0 && low == 0 ? 1 : low;
    int slot = slotOf(high, storedLow);
    if (table[slot] != 0 || table[slot + 1] != 0) {
      return false;
    }
    if ((size + 1) * 8L > table.length * 3L) {
      grow();
      slot = slotOf(high, storedLow);
    }
    table[slot] = high;
    table[slot + 1] = storedLow;
    size++;
    return true;
  }

  private int slotOf(long high, long low) {
    int mask = table.length / 2 - 1;
    int slot = (int) (low ^ (low >>> 32)) & mask;
    while (true) {
      long storedHigh = table[slot * 2];
      long storedLow = table[slot * 2 + 1];
      if ((storedHigh == high && storedLow == low) || (storedHigh == 0 && storedLow == 0)) {
        return slot * 2;
      }
      slot = (slot + 1) & mask;
    }
  }

  private void grow() {
    long[] old = table;
    table = new long[old.length * 2];
    for (int i = 0; i < old.length; i += 2) {
      if (old[i] != 0 || old[i + 1] != 0) {
        int slot = slotOf(old[i], old[i + 1]);
        table[slot] = old[i];
        table[slot + 1] = old[i + 1];
      }
    }
  }

  private boolean contains(long high, long low) {
    int slot = slotOf(high, low);
    return table[slot] != 0 || table[slot + 1] != 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof IdentitySet that) || that.size != size) {
      return false;
    }
    for (int i = 0; i < table.length; i += 2) {
      if ((table[i] != 0 || table[i + 1] != 0) && !that.contains(table[i], table[i + 1])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    long hash = size;
    for (long half : table) {
      hash += half;
    }
    return Long.hashCode(hash);
  }

  /** {@link IdentitySet}: its size, then 16 bytes each. */
  public static final class SetCoder extends BinaryCoder<IdentitySet> {

    private static final long serialVersionUID = 1L;
    private static final SetCoder INSTANCE = new SetCoder();

    public static SetCoder of() {
      return INSTANCE;
    }

    @Override
    public void write(IdentitySet value, BinaryWriter out) {
      out.putVarLong(value.size);
      long[] table = value.table;
      for (int i = 0; i < table.length; i += 2) {
        if (table[i] != 0 || table[i + 1] != 0) {
          out.putLong(table[i]).putLong(table[i + 1]);
        }
      }
    }

    @Override
    public IdentitySet read(BinaryReader in) throws CoderException {
      int size = in.getVarInt();
      IdentitySet set = new IdentitySet(size);
      for (int i = 0; i < size; i++) {
        set.add(in.getLong(), in.getLong());
      }
      return set;
    }
  }
}
