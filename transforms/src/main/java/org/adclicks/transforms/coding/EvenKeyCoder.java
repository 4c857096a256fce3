package org.adclicks.transforms.coding;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.hash.Hashing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.beam.sdk.coders.CoderException;

/**
 * A coder of keys that lie evenly where Flink spreads them over its subtasks.
 *
 * <p>An engine spreads keys by a hash of their bytes, which is as good as at random: of 64 keys
 * over 64 subtasks one subtask gets five and 23 get none. So two bytes are added to a key, the
 * first ones with which Flink takes it into the group of keys that {@link #groupOf} says. They
 * follow from the key, and to other engines they mean nothing.
 *
 * <p>Units: groups of keys, of which there are {@link #GROUPS}. Source: docs/decisions/0049.
 */
public abstract class EvenKeyCoder<K> extends BinaryCoder<K> {

  /** Flink's {@code maxParallelism}. With another one keys lie as at random. */
  public static final int GROUPS = 128;

  /** Of a group's number. */
  protected static final int GROUP_BITS = Integer.numberOfTrailingZeros(GROUPS);

  private static final long serialVersionUID = 1L;
  private static final int SALTS = 1 << 16;

  /** To find one takes some 128 hashes, and every key is encoded again and again. */
  private static final Cache<Salted, Integer> FOUND =
      CacheBuilder.newBuilder().maximumSize(65_536).build();

  private record Salted(Class<?> coder, Object key) {}

  /** The group a key is to be in, from 0. */
  protected abstract int groupOf(K key);

  protected abstract void writeKey(K key, BinaryWriter out);

  protected abstract K readKey(BinaryReader in) throws CoderException;

  /**
   * A group for each of some things numbered from 0, in an order of which any first part lies
   * evenly: the first half of the groups, then the quarters between.
   */
  public static int spread(int number) {
    return Integer.reverse(number) >>> (Integer.SIZE - GROUP_BITS);
  }

  /**
   * The group that {@code turn} turns another one into. All groups turned alike lie as evenly as
   * before, and each is in all groups once over {@link #GROUPS} turns.
   */
  public static int turned(int group, long turn) {
    return group ^ (int) Math.floorMod(turn, (long) GROUPS);
  }

  @Override
  public final void write(K key, BinaryWriter out) {
    Salted salted = new Salted(getClass(), key);
    Integer salt = FOUND.getIfPresent(salted);
    if (salt == null) {
      salt = find(key);
      FOUND.put(salted, salt);
    }
    writeKey(key, out);
    out.putByte(salt >>> 8).putByte(salt);
  }

  @Override
  public final K read(BinaryReader in) throws CoderException {
    // What follows the key is for its hash alone.
    return readKey(in);
  }

  /** Keys are values. */
  @Override
  public final boolean consistentWithEquals() {
    return true;
  }

  private int find(K key) {
    BinaryWriter writer = new BinaryWriter();
    writeKey(key, writer);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writer.putByte(0).putByte(0).writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] bytes = out.toByteArray();
    int group = groupOf(key);
    for (int salt = 0; salt < SALTS; salt++) {
      bytes[bytes.length - 2] = (byte) (salt >>> 8);
      bytes[bytes.length - 1] = (byte) salt;
      if (flinksGroup(bytes) == group) {
        return salt;
      }
    }
    // Of 65,536 none: not to be expected in all the time there is, and harmless.
    return 0;
  }

  /** As Flink's KeyGroupRangeAssignment takes the hash of a key of Beam's runner. */
  private static int flinksGroup(byte[] key) {
    int code = Hashing.murmur3_128().hashBytes(key).asInt();
    code *= 0xcc9e2d51;
    code = Integer.rotateLeft(code, 15) * 0x1b873593;
    code = Integer.rotateLeft(code, 13) * 5 + 0xe6546b64;
    code ^= 4;
    code = (code ^ code >>> 16) * 0x85ebca6b;
    code = (code ^ code >>> 13) * 0xc2b2ae35;
    code ^= code >>> 16;
    // Of the least number there is no absolute one; its group is 0 either way.
    return Math.abs(code) % GROUPS;
  }
}
