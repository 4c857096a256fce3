package org.adclicks.transforms;

import java.util.Arrays;
import org.apache.beam.sdk.coders.CoderException;
import org.jspecify.annotations.Nullable;

/**
 * (ad, scope) -> clicks in an open-addressing table: some 40 bytes a cell beside the ad's own
 * string, where a map of boxed values takes over 150.
 *
 * <p>Mutable, not thread-safe. Bounded by whoever holds it: one minute or slice of one shard.
 */
public final class AdCounts {

  /** Receives each cell. */
  @FunctionalInterface
  public interface Visitor {
    void visit(String adId, String scope, long clicks);
  }

  private static final int MIN_CAPACITY = 16;

  private @Nullable String[] ads;
  private @Nullable String[] scopes;
  private long[] clicks;
  private int size;

  public AdCounts() {
    this(0);
  }

  private AdCounts(int expectedSize) {
    int capacity = MIN_CAPACITY;
    while (expectedSize * 4L > capacity * 3L) {
      capacity *= 2;
    }
    ads = new @Nullable String[capacity];
    scopes = new @Nullable String[capacity];
    clicks = new long[capacity];
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** Adds clicks to a cell and returns its new count. */
  public long add(String adId, String scope, long more) {
    int slot = slotOf(adId, scope);
    if (ads[slot] == null) {
      if ((size + 1) * 4L > ads.length * 3L) {
        grow();
        slot = slotOf(adId, scope);
      }
      ads[slot] = adId;
      scopes[slot] = scope;
      size++;
    }
    clicks[slot] += more;
    return clicks[slot];
  }

  /** Adds all cells of another table. */
  public void addAll(AdCounts other) {
    other.forEach(this::add);
  }

  /** The clicks of a cell, 0 if it is not there. */
  public long get(String adId, String scope) {
    return clicks[slotOf(adId, scope)];
  }

  /** Visits every cell, in no particular order. */
  public void forEach(Visitor visitor) {
    for (int i = 0; i < ads.length; i++) {
      String ad = ads[i];
      String scope = scopes[i];
      if (ad != null && scope != null) {
        visitor.visit(ad, scope, clicks[i]);
      }
    }
  }

  private int slotOf(String adId, String scope) {
    int mask = ads.length - 1;
    int hash = (adId.hashCode() * 31 + scope.hashCode()) * 0x9E3779B9;
    int slot = (hash ^ (hash >>> 15)) & mask;
    while (true) {
      String ad = ads[slot];
      if (ad == null || (ad.equals(adId) && scope.equals(scopes[slot]))) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }

  private void grow() {
    @Nullable String[] oldAds = ads;
    @Nullable String[] oldScopes = scopes;
    long[] oldClicks = clicks;
    ads = new @Nullable String[oldAds.length * 2];
    scopes = new @Nullable String[oldAds.length * 2];
    clicks = new long[oldAds.length * 2];
    for (int i = 0; i < oldAds.length; i++) {
      String ad = oldAds[i];
      String scope = oldScopes[i];
      if (ad != null && scope != null) {
        int slot = slotOf(ad, scope);
        ads[slot] = ad;
        scopes[slot] = scope;
        clicks[slot] = oldClicks[i];
      }
    }
  }

  void write(PackWriter out) {
    out.putVarLong(size);
    forEach((ad, scope, count) -> out.putString(ad).putString(scope).putVarLong(count));
  }

  static AdCounts read(PackReader in) throws CoderException {
    int size = in.getVarInt();
    AdCounts counts = new AdCounts(size);
    for (int i = 0; i < size; i++) {
      counts.add(in.getString(), in.getScope(), in.getVarLong());
    }
    return counts;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof AdCounts that) || that.size != size) {
      return false;
    }
    for (int i = 0; i < ads.length; i++) {
      String ad = ads[i];
      String scope = scopes[i];
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
    return "AdCounts[" + size + " cells]";
  }
}
