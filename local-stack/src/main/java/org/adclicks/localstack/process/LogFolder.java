package org.adclicks.localstack.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The logs of a stack's processes, kept from growing without end: one that has become long is moved
 * to {@code NAME.log.1}, which replaces the one moved before.
 *
 * <p>The processes go on writing meanwhile: they append, so a log that is cut to nothing under them
 * is simply short again. What is written between copy and cut is lost, some lines at most.
 */
public final class LogFolder implements AutoCloseable {

  /** Of one log; with the one before it a process has twice as much. */
  static final long LONGEST_BYTES = 8 << 20;

  private static final String LOGS = "*.log";
  private static final long LOOK_SECONDS = 5;

  private final Path folder;
  private final long longestBytes;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "keep-logs-bounded");
            thread.setDaemon(true);
            return thread;
          });

  private LogFolder(Path folder, long longestBytes) {
    this.folder = folder;
    this.longestBytes = longestBytes;
  }

  /** The logs of the stack in this state folder. */
  public static LogFolder of(Path stateDir) {
    return new LogFolder(stateDir.resolve("logs"), LONGEST_BYTES);
  }

  /** The same with another length. */
  LogFolder withLongest(long bytes) {
    return new LogFolder(folder, bytes);
  }

  /** Looks every few seconds, until closed. */
  public void keepBounded() {
    var unused = looking.scheduleWithFixedDelay(this::bound, 0, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /** Moves those that are too long now. */
  void bound() {
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, LOGS)) {
      for (Path log : logs) {
        if (Files.size(log) > longestBytes) {
          moveContent(log);
        }
      }
    } catch (IOException e) {
      // A full disk, most likely. Whoever looks at the logs will see it; the next look may do.
      System.err.println("logs in " + folder + " could not be kept short: " + e);
    }
  }

  private static void moveContent(Path log) throws IOException {
    Path before = log.resolveSibling(log.getFileName() + ".1");
    Files.copy(log, before, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
  }

  @Override
  public void close() {
    looking.shutdownNow();
  }
}
