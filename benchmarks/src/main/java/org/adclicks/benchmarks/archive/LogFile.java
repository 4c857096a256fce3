package org.adclicks.benchmarks.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines of a file that stands for a partition of a queue.
 *
 * @param path of lines, one click each
 * @param startMillis when the file's first line was written
 * @param linesPerSecond how many were written in each second
 * @param position of the first byte of these lines
 * @param firstLine its number in the file, from 0
 * @param lines how many
 */
record LogFile(
    String path,
    int partition,
    long startMillis,
    long linesPerSecond,
    long position,
    long firstLine,
    long lines)
    implements Serializable {

  /** Partitions have lost step with each other long ago. */
  private static final long OFFSETS_APART = 1_000_000_007;

  /** What a producer's batch and the network take, at most. */
  private static final int MAX_DELAY_MILLIS = 50;

  /** The file in parts of so many lines; the last one may have fewer. */
  List<LogFile> split(long linesOfPart) throws IOException {
    List<LogFile> parts = new ArrayList<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(path)))) {
      long read = 0;
      long partPosition = 0;
      long line = 0;
      for (int next = in.read(); next >= 0; next = in.read()) {
        read++;
        if (next == '\n' && (++line % linesOfPart == 0 || line == lines)) {
          long first = (line - 1) / linesOfPart * linesOfPart;
          parts.add(
              new LogFile(
                  path, partition, startMillis, linesPerSecond, partPosition, first, line - first));
          partPosition = read;
        }
      }
    }
    return parts;
  }

  long offset(long line) {
    return partition * OFFSETS_APART + line;
  }

  /** When the queue took a line in: some delay after it was written, another for each line. */
  long arrivalMillis(long line) {
    long delay = Math.floorMod((line * 0x9E3779B97F4A7C15L) >>> 32, MAX_DELAY_MILLIS);
    return startMillis + line * 1000 / linesPerSecond + delay;
  }
}
