package org.adclicks.localstack.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of a Cassandra node's commit log.
 *
 * <p>A node that ends because its disk is full leaves segments it has made and not begun: zeros all
 * through. It refuses to start for each of them, although a write is acknowledged only when it is
 * in a segment for good, behind the segment's head: there is none in these.
 */
final class CommitLogSegments {

  private static final int BLOCK = 1 << 16;

  private CommitLogSegments() {}

  /** Deletes those that were never written to; the folder need not be there. */
  static void deleteUnwritten(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> segments = Files.newDirectoryStream(folder, "CommitLog-*.log")) {
      for (Path segment : segments) {
        if (isUnwritten(segment)) {
          Files.delete(segment);
        }
      }
    }
  }

  private static boolean isUnwritten(Path segment) throws IOException {
    byte[] block = new byte[BLOCK];
    try (InputStream in = Files.newInputStream(segment)) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        for (int i = 0; i < read; i++) {
          if (block[i] != 0) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
