package org.adclicks.proto.store;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Over how many buckets the click index spreads users and ips. More clicks want more buckets: a
 * question for one user reads whole blocks of its bucket.
 *
 * <p>A pipeline keeps the number it began with, and tells it to readers by a name in {@code
 * counted_spans.kept_from}.
 *
 * <p>Errors: {@link IllegalArgumentException} unless it is a power of two up to {@link #MOST}.
 *
 * @param count of each side and hour
 */
public record ClickBuckets(int count) implements Serializable {

  /** For some 300,000 clicks a second at blocks of a few KB. */
  public static final int MOST = 65_536;

  /**
   * Chunks of a bucket's hour: the next bits of the hash, so that one user's hour is one of them.
   */
  public static final int CHUNKS = 16;

  private static final int CHUNK_SHIFT = 28;

  /** Late clicks are few: of one bucket they would be blocks of one or two. */
  private static final int BUCKETS_A_LATE_ONE = 16;

  private static final String KEPT = "clicks_in_days_";

  public ClickBuckets {
    if (count < 1 || count > MOST || Integer.bitCount(count) != 1) {
      throw new IllegalArgumentException(
          "buckets of clicks must be a power of two up to " + MOST + ", not " + count);
    }
  }

  /** The bucket of a user or ip with this {@link Buckets#hash}. */
  public int bucketOf(int hash) {
    return hash & (count - 1);
  }

  /**
   * The bucket, below zero, that clicks of this user or ip are in if they came after the end of
   * their minute. It is that of several buckets.
   */
  public int lateBucketOf(int hash) {
    return lateBucketOfBucket(bucketOf(hash));
  }

  /** The {@link #lateBucketOf} all users and ips of a bucket. */
  public int lateBucketOfBucket(int bucket) {
    return -1 - bucket % lateCount();
  }

  /** The buckets that share one for what is late, in order. */
  public IntStream bucketsOfLate(int lateBucket) {
    return IntStream.iterate(
        -1 - lateBucket, bucket -> bucket < count, bucket -> bucket + lateCount());
  }

  private int lateCount() {
    return Math.max(1, count / BUCKETS_A_LATE_ONE);
  }

  /** The chunk of its bucket's hours, below {@link #CHUNKS}. */
  public static int chunkOf(int hash) {
    return hash >>> CHUNK_SHIFT;
  }

  /** All chunks, as CQL lists them. */
  public static String allChunks() {
    return IntStream.range(0, CHUNKS)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /** The name in {@code kept_from} that says these buckets are written. */
  public String keptName() {
    return KEPT + count;
  }

  /** Whether a name is one of {@link #keptName}. */
  public static boolean isKeptName(String name) {
    return name.startsWith(KEPT);
  }

  /** The buckets whose name is among those of {@code kept_from}. */
  public static Optional<ClickBuckets> ofKept(Map<String, ?> kept) {
    return kept.keySet().stream()
        .filter(ClickBuckets::isKeptName)
        .map(name -> new ClickBuckets(Integer.parseInt(name.substring(KEPT.length()))))
        .findFirst();
  }
}
