package org.adclicks.query.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that open a running service: those of a file as it is now, looked at again once in half
 * a second while somebody asks.
 *
 * <p>A file that is gone or cannot be read opens to nobody: who edits it to revoke a key must not
 * be told by silence that a mistake of his was a success.
 *
 * <p>State: the file's keys by their hashes.
 */
public final class KeyRing {

  private static final Logger LOGGER = LoggerFactory.getLogger(KeyRing.class);
  private static final long LOOK_NANOS = Duration.ofMillis(500).toNanos();

  private final KeyFile file;
  private final LongSupplier nanoTime;
  private long lookedNanos;
  private boolean isUsable = true;
  private @Nullable Stamp stamp;
  private Map<String, ApiKey> byHash = Map.of();

  /** What changes when the file does: each edit makes a new one. */
  private record Stamp(@Nullable Object id, long modifiedNanos, long size) {}

  KeyRing(KeyFile file, LongSupplier nanoTime) throws KeyFileException {
    this.file = file;
    this.nanoTime = nanoTime;
    this.lookedNanos = nanoTime.getAsLong();
    this.stamp = stampNow();
    use(file.read());
    if (byHash.isEmpty()) {
      throw new KeyFileException(
          "there is no key in "
              + file.path()
              + ": ./adclicks serve keys add NAME --keys "
              + file.path());
    }
  }

  /**
   * Follows a file.
   *
   * @throws KeyFileException if it cannot be read, or there is no key in it
   */
  public static KeyRing following(KeyFile file) throws KeyFileException {
    return new KeyRing(file, System::nanoTime);
  }

  /** The key presented, if it is one of ours. */
  public synchronized Optional<ApiKey> find(String presented) {
    long now = nanoTime.getAsLong();
    if (now - lookedNanos >= LOOK_NANOS) {
      lookedNanos = now;
      look();
    }
    return Optional.ofNullable(byHash.get(MadeKey.hash(presented)));
  }

  private void look() {
    Stamp seen = stampNow();
    if (isUsable && Objects.equals(seen, stamp)) {
      return;
    }
    stamp = seen;
    try {
      use(file.read());
      isUsable = true;
      LOGGER.info("keys of {} read again: there are {}", file.path(), byHash.size());
    } catch (KeyFileException e) {
      byHash = Map.of();
      isUsable = false;
      LOGGER.error("nobody is let in until the keys can be read: {}", e.getMessage());
    }
  }

  private void use(List<ApiKey> keys) {
    Map<String, ApiKey> found = new HashMap<>();
    keys.forEach(key -> found.put(key.hash(), key));
    byHash = found;
  }

  private @Nullable Stamp stampNow() {
    try {
      BasicFileAttributes now = Files.readAttributes(file.path(), BasicFileAttributes.class);
      return new Stamp(now.fileKey(), now.lastModifiedTime().to(TimeUnit.NANOSECONDS), now.size());
    } catch (IOException e) {
      return null;
    }
  }
}
