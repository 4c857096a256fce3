package org.adclicks.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A port that one process has for itself, said by a locked file of the port's name.
 *
 * <p>The lock is the operating system's: gone with the process, however it ends. The file is
 * removed by who closes the reservation, or else by the next process that looks.
 */
final class PortReservation implements AutoCloseable {

  /** By this process. */
  private static final Set<Path> HELD = new HashSet<>();

  private final Path file;
  private final FileChannel channel;

  private PortReservation(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** The reservation of this port, unless another process has it. */
  static Optional<PortReservation> take(Path folder, int port) {
    try {
      Files.createDirectories(folder);
      return lock(folder.resolve(String.valueOf(port)));
    } catch (IOException e) {
      // Another user's folder, for all we know.
      return Optional.empty();
    }
  }

  /** Removes the files of processes that are gone. */
  static void removeAbandoned(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        lock(file).ifPresent(PortReservation::close);
      }
    } catch (IOException e) {
      // They are in nobody's way.
    }
  }

  /**
   * Never opens a file that this process has locked: closing any channel of it would give the lock
   * up, whichever it was taken by.
   */
  private static synchronized Optional<PortReservation> lock(Path file) throws IOException {
    if (HELD.contains(file)) {
      return Optional.empty();
    }
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // Somebody has it, or had.
    }
    FileChannel channel;
    Object named;
    try {
      named = keyOf(file);
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (channel.tryLock() == null || !isStillNamed(file, named)) {
      channel.close();
      return Optional.empty();
    }
    HELD.add(file);
    return Optional.of(new PortReservation(file, channel));
  }

  /** Not so if its holder removed the file after we had opened it: our lock is of nothing then. */
  private static boolean isStillNamed(Path file, @Nullable Object named) throws IOException {
    try {
      return Objects.equals(keyOf(file), named);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Which file it is, whatever its name. */
  private static @Nullable Object keyOf(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  /** Gives the port back. Until then nobody else of this process opens the file either. */
  @Override
  public void close() {
    synchronized (PortReservation.class) {
      try (channel) {
        // While it is locked: whoever has opened it meanwhile finds that it has no name.
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        HELD.remove(file);
      }
    }
  }
}
