package org.adclicks.localstack.command;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.adclicks.localstack.process.FolderTree;

/**
 * Folders in the machine's temporary folder that commands of ours have left because they were
 * killed.
 *
 * <p>A folder is one of them when nothing in it was written for a day.
 */
final class Leftovers {

  private static final String OURS = "adclicks-{load,demo,checkpoints,bench}*";
  private static final Duration OLD = Duration.ofDays(1);

  private Leftovers() {}

  /** Removes what can be removed; that of other users stays. */
  static void remove() {
    removeOlderThan(
        Path.of(System.getProperty("java.io.tmpdir", "/tmp")), Instant.now().minus(OLD));
  }

  static void removeOlderThan(Path temporary, Instant limit) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, OURS)) {
      for (Path folder : folders) {
        if (Files.isDirectory(folder) && !isWrittenSince(limit, folder)) {
          FolderTree.delete(folder);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Another user's, or somebody else removes it at this moment. They are in nobody's way.
    }
  }

  private static boolean isWrittenSince(Instant limit, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.anyMatch(file -> !isOlder(file, limit));
    }
  }

  private static boolean isOlder(Path file, Instant limit) {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(limit);
    } catch (IOException e) {
      // It is being changed now.
      return false;
    }
  }
}
