package org.adclicks.pipeline.generate;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The last lines made, of which some are sent a second time. */
final class RecentLines {

  private static final int CAPACITY = 1 << 16;
  private static final int NEAR = 64;

  private final byte[][] lines = new byte[CAPACITY][];
  private final long[] madeMillis = new long[CAPACITY];
  private long count;

  void add(byte[] line, long millis) {
    int slot = (int) (count++ & (CAPACITY - 1));
    lines[slot] = line;
    madeMillis[slot] = millis;
  }

  /** One of them: half of the time just made, else from anywhere back to the oldest allowed. */
  byte @Nullable [] pick(SplittableRandom random, long oldestMillis) {
    long kept = Math.min(count, CAPACITY);
    if (kept == 0) {
      return null;
    }
    long reach = random.nextBoolean() ? Math.min(NEAR, kept) : kept;
    int slot = slotBehind(1 + random.nextLong(reach));
    return madeMillis[slot] >= oldestMillis ? lines[slot] : lines[slotBehind(1)];
  }

  private int slotBehind(long distance) {
    return (int) ((count - distance) & (CAPACITY - 1));
  }
}
