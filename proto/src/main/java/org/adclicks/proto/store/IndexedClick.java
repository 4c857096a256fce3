package org.adclicks.proto.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A click as one side of the click index has it: under its user or its ip, which is its key here.
 *
 * <p>Texts are UTF-8 in arrays that are not to be changed. Units: milliseconds since 1970, not
 * negative. The order is by key (byte by byte, unsigned), time, and what tells clicks apart.
 */
public final class IndexedClick implements Comparable<IndexedClick> {

  private final byte[] key;
  private final long millis;
  private final boolean hasClickId;
  private final long identity;
  private final byte[] adId;
  private final byte[] other;
  private final byte[] scopeKey;

  private IndexedClick(
      byte[] key,
      long millis,
      boolean hasClickId,
      long identity,
      byte[] adId,
      byte[] other,
      byte[] scopeKey) {
    this.key = key;
    this.millis = millis;
    this.hasClickId = hasClickId;
    this.identity = identity;
    this.adId = adId;
    this.other = other;
    this.scopeKey = scopeKey;
  }

  /** A click without a click_id: time, ad, user and ip are its identity. */
  public static IndexedClick byFields(
      byte[] key, long millis, byte[] adId, byte[] other, byte[] scopeKey) {
    return new IndexedClick(key, millis, false, 0, adId, other, scopeKey);
  }

  /**
   * A click with a click_id.
   *
   * @param identity of the click_id's hash as much as tells clicks of one user and millisecond
   *     apart
   */
  public static IndexedClick byClickId(
      byte[] key, long millis, long identity, byte[] adId, byte[] other, byte[] scopeKey) {
    return new IndexedClick(key, millis, true, identity, adId, other, scopeKey);
  }

  /** In their order, each once: of those that are one click the first. */
  public static List<IndexedClick> inOrderOnce(Collection<IndexedClick> clicks) {
    IndexedClick[] ordered = clicks.toArray(IndexedClick[]::new);
    Arrays.sort(ordered);
    List<IndexedClick> once = new ArrayList<>(ordered.length);
    IndexedClick last = null;
    for (IndexedClick click : ordered) {
      if (last == null || !last.isSameClick(click)) {
        once.add(click);
        last = click;
      }
    }
    return once;
  }

  byte[] keyUtf8() {
    return key;
  }

  byte[] adIdUtf8() {
    return adId;
  }

  byte[] otherUtf8() {
    return other;
  }

  byte[] scopeKeyUtf8() {
    return scopeKey;
  }

  /** The user or ip it is found by. */
  public String key() {
    return text(key);
  }

  /** {@link Buckets#hash} of the key. */
  public int keyHash() {
    return Buckets.hash(key, 0, key.length);
  }

  public long clickTimestampMillis() {
    return millis;
  }

  /** Whether it came with a click_id. */
  public boolean hasClickId() {
    return hasClickId;
  }

  /** What is kept of the click_id's hash; 0 without one. */
  public long identity() {
    return identity;
  }

  public String adId() {
    return text(adId);
  }

  /** The ip of a click found by user, the user of one found by ip. */
  public String other() {
    return text(other);
  }

  /** What it counts in: the values it had in the dimensions there were when it was written. */
  public String scopeKey() {
    return text(scopeKey);
  }

  /**
   * Whether two clicks of the index are one. They differ if it was sent twice with two countries,
   * say, and a restarted pipeline met the other one first.
   */
  public boolean isSameClick(IndexedClick that) {
    return millis == that.millis
        && hasClickId == that.hasClickId
        && identity == that.identity
        && Arrays.equals(key, that.key)
        && (hasClickId || (Arrays.equals(adId, that.adId) && Arrays.equals(other, that.other)));
  }

  @Override
  public int compareTo(IndexedClick that) {
    int order = Arrays.compareUnsigned(key, that.key);
    order = order != 0 ? order : Long.compare(millis, that.millis);
    order = order != 0 ? order : Boolean.compare(hasClickId, that.hasClickId);
    order = order != 0 ? order : Long.compare(identity, that.identity);
    order = order != 0 ? order : Arrays.compareUnsigned(adId, that.adId);
    order = order != 0 ? order : Arrays.compareUnsigned(other, that.other);
    return order != 0 ? order : Arrays.compareUnsigned(scopeKey, that.scopeKey);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IndexedClick that && compareTo(that) == 0;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key) * 31 + Long.hashCode(millis);
  }

  @Override
  public String toString() {
    return key() + " at " + millis + " on " + adId() + " with " + other() + " in " + scopeKey();
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
