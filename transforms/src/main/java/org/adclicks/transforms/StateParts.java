package org.adclicks.transforms;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.beam.sdk.state.MapState;

/**
 * One key's state in a fixed number of parts. A backend that keeps bytes, such as RocksDB, reads
 * and writes a value whole at each access; of a minute in parts, a single late click costs one part
 * and not the minute. A heap keeps objects: there one part is best.
 *
 * <p>For the work on one element or timer: parts are read when they are first asked for, and go
 * back with {@link #writeTouched}. Not thread-safe.
 *
 * @param <T> a part; mutable
 */
final class StateParts<T> {

  private static final int MOST = 4096;

  private final MapState<Integer, T> state;
  private final int parts;
  private final Supplier<T> empty;
  private final Map<Integer, T> touched = new HashMap<>();

  StateParts(MapState<Integer, T> state, int parts, Supplier<T> empty) {
    this.state = state;
    this.parts = parts;
    this.empty = empty;
  }

  static int requireValid(int parts) {
    if (parts < 1 || parts > MOST || Integer.bitCount(parts) != 1) {
      throw new IllegalArgumentException(
          "parts of state must be a power of two up to " + MOST + ", not " + parts);
    }
    return parts;
  }

  /** The part that everything with this hash belongs to; its low bits count. */
  T of(int hash) {
    int part = hash & (parts - 1);
    T known = touched.get(part);
    if (known != null) {
      return known;
    }
    T stored = state.get(part).read();
    T opened = stored == null ? empty.get() : stored;
    touched.put(part, opened);
    return opened;
  }

  /** Touches every part that has ever been written. */
  void touchAll() {
    for (Map.Entry<Integer, T> stored : state.entries().read()) {
      touched.putIfAbsent(stored.getKey(), stored.getValue());
    }
  }

  void forEachTouched(Consumer<T> consumer) {
    touched.values().forEach(consumer);
  }

  void writeTouched() {
    touched.forEach(state::put);
  }
}
