package org.adclicks.transforms.state;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.beam.sdk.state.MapState;
import org.jspecify.annotations.Nullable;

/**
 * One key's state in parts. A backend that keeps bytes, such as RocksDB, reads and writes a value
 * whole at each access; of a minute in parts, a single late click costs one part and not the
 * minute. A heap keeps objects: there one part is best.
 *
 * <p>For the work on one element or timer: parts are read when they are first asked for, and those
 * touched go back with {@link #writeTouched}. Not thread-safe.
 *
 * @param <K> what a part is found by
 * @param <T> a part; mutable
 */
public final class SplitState<K, T> {

  private static final int MOST = 4096;

  private final MapState<K, T> state;
  private final Supplier<T> empty;
  private final Map<K, T> read = new HashMap<>();
  private final Map<K, T> touched = new HashMap<>();

  public SplitState(MapState<K, T> state, Supplier<T> empty) {
    this.state = state;
    this.empty = empty;
  }

  /**
   * The same number.
   *
   * @throws IllegalArgumentException unless it is a power of two up to 4096
   */
  public static int requireValid(int parts) {
    if (parts < 1 || parts > MOST || Integer.bitCount(parts) != 1) {
      throw new IllegalArgumentException(
          "parts of state must be a power of two up to " + MOST + ", not " + parts);
    }
    return parts;
  }

  /** The part that everything with this hash belongs to; its low bits count. */
  public static int of(int hash, int parts) {
    return hash & (parts - 1);
  }

  /** A part to be changed. */
  public T touch(K key) {
    T known = touched.get(key);
    if (known == null) {
      T stored = peek(key);
      known = stored == null ? empty.get() : stored;
      touched.put(key, known);
    }
    return known;
  }

  /** A part that is not to be changed; null if it has never been written. */
  public @Nullable T peek(K key) {
    T known = touched.get(key);
    if (known == null) {
      known = read.get(key);
    }
    if (known == null) {
      known = state.get(key).read();
      if (known != null) {
        read.put(key, known);
      }
    }
    return known;
  }

  /** Touches every part that has ever been written. */
  public void touchAll() {
    for (Map.Entry<K, T> stored : state.entries().read()) {
      touched.putIfAbsent(stored.getKey(), stored.getValue());
    }
  }

  public void remove(K key) {
    touched.remove(key);
    read.remove(key);
    state.remove(key);
  }

  public void forEachTouched(Consumer<T> consumer) {
    touched.values().forEach(consumer);
  }

  public void writeTouched() {
    touched.forEach(state::put);
  }
}
