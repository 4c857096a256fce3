package org.adclicks.transforms.cells;

import java.util.Arrays;
import org.adclicks.click.Scope;
import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;
import org.jspecify.annotations.Nullable;

/**
 * (ad, scope) -> clicks in an open-addressing table: some 45 bytes a cell beside the ad's own
 * string, where a map of boxed values takes over 150.
 *
 * <p>Mutable, not thread-safe. Bounded by whoever holds it: one minute or slice of one shard.
 */
public final class CellCounts {

  /** Receives each cell. */
  @FunctionalInterface
  public interface Visitor {
    void visit(String adId, Scope scope, long clicks);
  }

  private static final int MIN_CAPACITY = 4;

  private @Nullable String[] ads;
  private @Nullable Scope[] scopes;

  /**
   * Each cell's hash: a foreign cell is passed over, and a table grown, without looking at strings
   * all over the heap.
   */
  private int[] hashes;

  private long[] clicks;
  private int size;

  /**
   * Tables of another capacity spread the same hashes otherwise: cells copied in one table's order
   * would fill the front of a smaller one first, and looking for a free place there is quadratic.
   */
  private int spread;

  private long probes;

  /** For some dozen cells, and as many as may come. */
  public CellCounts() {
    this(12);
  }

  CellCounts(int expectedSize) {
    int capacity = MIN_CAPACITY;
    while (expectedSize * 4L > capacity * 3L) {
      capacity *= 2;
    }
    ads = new @Nullable String[capacity];
    scopes = new @Nullable Scope[capacity];
    hashes = new int[capacity];
    clicks = new long[capacity];
    spread = spreadOf(capacity);
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** Adds clicks to a cell and returns its new count. */
  public long add(String adId, Scope scope, long more) {
    return add(hash(adId, scope), adId, scope, more);
  }

  private long add(int hash, String adId, Scope scope, long more) {
    int slot = slotOf(hash, adId, scope);
    if (ads[slot] == null) {
      if ((size + 1) * 4L > ads.length * 3L) {
        grow();
        slot = slotOf(hash, adId, scope);
      }
      ads[slot] = adId;
      scopes[slot] = scope;
      hashes[slot] = hash;
      size++;
    }
    clicks[slot] += more;
    return clicks[slot];
  }

  /** Adds all cells of another table. */
  public void addAll(CellCounts other) {
    for (int i = 0; i < other.ads.length; i++) {
      String ad = other.ads[i];
      Scope scope = other.scopes[i];
      if (ad != null && scope != null) {
        add(other.hashes[i], ad, scope, other.clicks[i]);
      }
    }
  }

  /** The clicks of a cell, 0 if it is not there. */
  public long get(String adId, Scope scope) {
    return clicks[slotOf(hash(adId, scope), adId, scope)];
  }

  /** Visits every cell, in no particular order. */
  public void forEach(Visitor visitor) {
    for (int i = 0; i < ads.length; i++) {
      String ad = ads[i];
      Scope scope = scopes[i];
      if (ad != null && scope != null) {
        visitor.visit(ad, scope, clicks[i]);
      }
    }
  }

  /** Which of several tables has an ad's cells: of a hash, the low bits count. */
  public static int placeOf(String adId) {
    return (adId.hashCode() * 0x85EBCA6B) >>> 16;
  }

  private static int hash(String adId, Scope scope) {
    int mixed = (adId.hashCode() * 31 + scope.hashCode()) * 0x9E3779B9;
    return mixed ^ (mixed >>> 15);
  }

  /** An odd number that has nothing to do with that of another capacity. */
  private static int spreadOf(int capacity) {
    int mixed = capacity * 0x85EBCA6B;
    mixed = (mixed ^ (mixed >>> 13)) * 0xC2B2AE35;
    mixed = (mixed ^ (mixed >>> 16)) * 0x27D4EB2F;
    return (mixed ^ (mixed >>> 15)) | 1;
  }

  /**
   * Where a cell of this hash belongs: the high bits of a product are those that all others moved.
   */
  private int home(int hash) {
    return (hash * spread) >>> (Integer.numberOfLeadingZeros(ads.length) + 1);
  }

  private int slotOf(int hash, String adId, Scope scope) {
    int mask = ads.length - 1;
    int slot = home(hash);
    while (true) {
      probes++;
      String ad = ads[slot];
      if (ad == null || (hashes[slot] == hash && ad.equals(adId) && scope.equals(scopes[slot]))) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }

  /** How many places have been looked at since the table was made. */
  public long probes() {
    return probes;
  }

  private void grow() {
    @Nullable String[] oldAds = ads;
    @Nullable Scope[] oldScopes = scopes;
    int[] oldHashes = hashes;
    long[] oldClicks = clicks;
    int mask = oldAds.length * 2 - 1;
    ads = new @Nullable String[mask + 1];
    scopes = new @Nullable Scope[mask + 1];
    hashes = new int[mask + 1];
    clicks = new long[mask + 1];
    spread = spreadOf(mask + 1);
    for (int i = 0; i < oldAds.length; i++) {
      if (oldAds[i] != null) {
        // No two of the old cells are equal, so the next free place will do.
        int slot = home(oldHashes[i]);
        while (ads[slot] != null) {
          probes++;
          slot = (slot + 1) & mask;
        }
        ads[slot] = oldAds[i];
        scopes[slot] = oldScopes[i];
        hashes[slot] = oldHashes[i];
        clicks[slot] = oldClicks[i];
      }
    }
  }

  void write(BinaryWriter out) {
    out.putVarLong(size);
    forEach((ad, scope, count) -> out.putString(ad).putScope(scope).putVarLong(count));
  }

  static CellCounts read(BinaryReader in) throws CoderException {
    int size = in.getVarInt();
    CellCounts counts = new CellCounts(size);
    for (int i = 0; i < size; i++) {
      counts.add(in.getString(), in.getScope(), in.getVarLong());
    }
    return counts;
  }

  /** {@link CellCounts}. */
  public static final class CountsCoder extends BinaryCoder<CellCounts> {

    private static final long serialVersionUID = 1L;
    private static final CountsCoder INSTANCE = new CountsCoder();

    public static CountsCoder of() {
      return INSTANCE;
    }

    @Override
    public void write(CellCounts value, BinaryWriter out) {
      value.write(out);
    }

    @Override
    public CellCounts read(BinaryReader in) throws CoderException {
      return CellCounts.read(in);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof CellCounts that) || that.size != size) {
      return false;
    }
    for (int i = 0; i < ads.length; i++) {
      String ad = ads[i];
      Scope scope = scopes[i];
      if (ad != null && scope != null && that.get(ad, scope) != clicks[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = size;
    for (int i = 0; i < ads.length; i++) {
      String ad = ads[i];
      if (ad != null) {
        hash += ad.hashCode() ^ Arrays.hashCode(new long[] {clicks[i]});
      }
    }
    return hash;
  }

  @Override
  public String toString() {
    return "CellCounts[" + size + " cells]";
  }
}
