package org.adclicks.localstack.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.process.StackFailure;

/**
 * What a state folder says about a background stack.
 *
 * <p>A lock that the supervisor holds as long as it lives tells whether one runs: unlike a pid file
 * it cannot be stale, nor mean another process of the same number.
 */
final class StackState {

  private static final String LOCK = "stack.lock";
  private static final String PROCESSES = "processes.properties";
  private static final Duration LONGER_THAN_A_LOOK = Duration.ofSeconds(1);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

  private final Path folder;

  StackState(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  /** What its supervisor says. */
  Path log() {
    return folder.resolve("logs").resolve("supervisor.log");
  }

  /** What a part of the stack says. */
  Path log(String part) {
    return log().resolveSibling(part + ".log");
  }

  /** Whether a supervisor lives. Those who look share a lock, and are none for one another. */
  boolean isRunning() {
    try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.READ)) {
      return channel.tryLock(0, Long.MAX_VALUE, true) == null;
    } catch (NoSuchFileException e) {
      return false;
    } catch (OverlappingFileLockException e) {
      return true;
    } catch (IOException e) {
      throw notAccessible(e);
    }
  }

  /**
   * The supervisor that lives: who holds the lock has written down its number, and needs no other
   * proof. Nothing if none lives, or it has not written yet.
   */
  Optional<ProcessHandle> supervisor() {
    return isRunning()
        ? report().flatMap(report -> ProcessHandle.of(report.supervisor().pid()))
        : Optional.empty();
  }

  /** Takes the lock of this folder, unless somebody has it for longer than one looks. */
  Optional<FileLock> lock() {
    long start = System.nanoTime();
    Optional<FileLock> lock = tryLock();
    while (lock.isEmpty() && System.nanoTime() - start < LONGER_THAN_A_LOOK.toNanos()) {
      LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
      lock = tryLock();
    }
    return lock;
  }

  private Optional<FileLock> tryLock() {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
      }
      return Optional.ofNullable(lock);
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw notAccessible(e);
    }
  }

  /** Writes down how the stack is, whole or not at all. */
  void remember(StackReport report) {
    Path unfinished = folder.resolve(PROCESSES + ".tmp");
    try {
      try (Writer out = Files.newBufferedWriter(unfinished)) {
        report.toProperties().store(out, "the running stack, as its supervisor sees it");
      }
      Files.move(unfinished, folder.resolve(PROCESSES), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was written down; nothing after a stack was stopped. */
  Optional<StackReport> report() {
    Properties values = new Properties();
    try (var in = Files.newBufferedReader(folder.resolve(PROCESSES))) {
      values.load(in);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw notAccessible(e);
    }
    return StackReport.read(values);
  }

  private StackFailure notAccessible(IOException e) {
    return new StackFailure(
        "the state folder %s cannot be used (%s): set ADCLICKS_HOME to a folder of your own"
            .formatted(folder, e),
        e);
  }

  /** Removes what a stack leaves while it runs; its data and logs stay. */
  void forget() {
    Endpoints.delete(folder);
    try {
      Files.deleteIfExists(folder.resolve(PROCESSES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
