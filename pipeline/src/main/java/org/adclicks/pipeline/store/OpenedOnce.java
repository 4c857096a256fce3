package org.adclicks.pipeline.store;

import java.io.Serializable;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a step opens when it needs it for the first time, keeps for all that follows, and closes at
 * the end: a job that has nothing to read or write knocks at no store. It travels closed.
 *
 * <p>Shape: for one thread, as a step is.
 */
public final class OpenedOnce<T extends OpenedOnce.Closing> implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Closes without a checked failure. */
  public interface Closing extends AutoCloseable {
    @Override
    void close();
  }

  private transient @Nullable T opened;

  /** Opens it, if it is not open. */
  public T get(Supplier<T> open) {
    T current = opened;
    if (current == null) {
      current = open.get();
      opened = current;
    }
    return current;
  }

  /** What is open, if anything is. */
  public Optional<T> ifOpen() {
    return Optional.ofNullable(opened);
  }

  /** Closes what is open; it may be opened again. */
  public void close() {
    T current = opened;
    opened = null;
    if (current != null) {
      current.close();
    }
  }
}
