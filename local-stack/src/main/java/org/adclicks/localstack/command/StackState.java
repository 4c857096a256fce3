package org.adclicks.localstack.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.adclicks.localstack.ChildProcess;
import org.adclicks.localstack.Endpoints;

/**
 * What a state folder says about a background stack.
 *
 * <p>A lock that the supervisor holds as long as it lives tells whether one runs: unlike a pid file
 * it cannot be stale, nor mean another process of the same number.
 */
final class StackState {

  private static final String LOCK = "stack.lock";
  private static final String PROCESSES = "processes.properties";
  static final String SUPERVISOR = "supervisor";

  private final Path folder;

  StackState(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  Path log() {
    return folder.resolve("logs").resolve(SUPERVISOR + ".log");
  }

  /** Whether a supervisor lives. */
  boolean isRunning() {
    if (!Files.exists(folder.resolve(LOCK))) {
      return false;
    }
    Optional<FileLock> lock = tryLock();
    lock.ifPresent(StackState::release);
    return lock.isEmpty();
  }

  /** Takes the lock of this folder, unless somebody has it. */
  Optional<FileLock> tryLock() {
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
      throw new UncheckedIOException(e);
    }
  }

  private static void release(FileLock lock) {
    try {
      lock.acquiredBy().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes down which processes belong to the stack. */
  void remember(List<ChildProcess> children) {
    Properties values = new Properties();
    values.setProperty(SUPERVISOR, String.valueOf(ProcessHandle.current().pid()));
    for (ChildProcess child : children) {
      values.setProperty(child.name(), String.valueOf(child.pid()));
    }
    try (Writer out = Files.newBufferedWriter(folder.resolve(PROCESSES))) {
      values.store(out, "process ids of the running stack");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The processes written down, by name. */
  Map<String, Long> processes() {
    Properties values = new Properties();
    Path file = folder.resolve(PROCESSES);
    if (Files.exists(file)) {
      try (var in = Files.newBufferedReader(file)) {
        values.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    Map<String, Long> processes = new LinkedHashMap<>();
    values.stringPropertyNames().stream()
        .sorted()
        .forEach(name -> processes.put(name, Long.valueOf(values.getProperty(name))));
    return processes;
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
