package org.adclicks.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * A port that one process has for itself, said by a locked file of the port's name.
 *
 * <p>The lock is the operating system's: gone with the process, however it ends. The file is
 * removed by who closes the reservation, or else by the next process that looks.
 */
final class PortReservation implements AutoCloseable {

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

  private static Optional<PortReservation> lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (!isLocked(channel) || !isStillNamed(file, channel)) {
      channel.close();
      return Optional.empty();
    }
    return Optional.of(new PortReservation(file, channel));
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Not so if its holder removed the file after we had opened it: our lock is of nothing then. */
  private static boolean isStillNamed(Path file, FileChannel channel) throws IOException {
    String token = UUID.randomUUID().toString();
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(token.getBytes(StandardCharsets.UTF_8)), 0);
    return Files.exists(file) && Files.readString(file).equals(token);
  }

  /** Gives the port back. */
  @Override
  public void close() {
    try (channel) {
      // While it is locked: whoever has opened it meanwhile finds that it has no name.
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
