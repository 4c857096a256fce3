package org.adclicks.pipeline.engine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each checkpoint a seal as soon as it is complete: a bit that is another later is noticed
 * before anybody goes on from it. Flink writes checksums of what is compressed and does not look at
 * them, and none of the rest.
 *
 * <p>Shape: a thread that looks every second until closed. Errors: what cannot be read or written
 * is logged; such a checkpoint has no seal, and is believed.
 *
 * <p>Source: docs/decisions/0054.
 */
final class CheckpointSeals implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointSeals.class);
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path folder;

  /** What was there before might be damaged by now: it has a seal, or gets none. */
  private final Set<Path> seen;

  private final Thread thread;
  private volatile boolean closed;

  private CheckpointSeals(Path folder) throws IOException {
    this.folder = folder;
    this.seen = new HashSet<>(KeptCheckpoints.newestFirst(folder));
    this.thread = new Thread(this::keepSealing, "checkpoint-seals");
    thread.setDaemon(true);
  }

  /** Seals whatever is completed in the folder from now on. */
  static CheckpointSeals keep(Path folder) throws IOException {
    CheckpointSeals seals = new CheckpointSeals(folder);
    seals.thread.start();
    return seals;
  }

  /** The same, by {@link #sealNew} alone. */
  static CheckpointSeals byHand(Path folder) throws IOException {
    return new CheckpointSeals(folder);
  }

  private void keepSealing() {
    while (!closed) {
      try {
        sealNew();
      } catch (IOException | RuntimeException e) {
        LOG.warn("Checkpoints in {} could not be sealed", folder, e);
      }
      if (!closed) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  /** Seals those that have come since, and forgets those that are gone. */
  void sealNew() throws IOException {
    Set<Path> complete = new HashSet<>(KeptCheckpoints.newestFirst(folder));
    for (Path checkpoint : complete) {
      if (seen.add(checkpoint)) {
        CheckpointSeal.of(folder, checkpoint).write();
      }
    }
    if (seen.retainAll(complete)) {
      deleteOthers(complete);
    }
  }

  private void deleteOthers(Set<Path> complete) throws IOException {
    Set<Path> wanted = new HashSet<>();
    complete.forEach(checkpoint -> wanted.add(CheckpointSeal.of(folder, checkpoint).file()));
    try (DirectoryStream<Path> seals =
        Files.newDirectoryStream(folder.resolve(CheckpointSeal.FOLDER))) {
      for (Path seal : seals) {
        if (!wanted.contains(seal)) {
          Files.deleteIfExists(seal);
        }
      }
    } catch (NoSuchFileException e) {
      LOG.debug("Nothing in {} was sealed yet", folder, e);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
