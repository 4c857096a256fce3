package org.adclicks.pipeline.engine;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.adclicks.pipeline.options.InvalidOptionsException;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The complete checkpoints in a folder of an embedded Flink: folders {@code chk-N} with their
 * {@code _metadata} written. Two are kept, so that there is one if the newest is damaged.
 */
public final class KeptCheckpoints {

  /** How many Flink keeps of one run, and we of all before. */
  static final int KEPT = 2;

  /** A checkpoint's last file: with it, it is complete. */
  public static final String METADATA = "_metadata";

  private static final Pattern NAME = Pattern.compile("chk-(\\d{1,18})");

  private static final Logger LOG = LoggerFactory.getLogger(KeptCheckpoints.class);

  private KeptCheckpoints() {}

  /** The newest, damaged or not. */
  public static Optional<Path> newest(Path folder) throws IOException {
    return newestFirst(folder).stream().findFirst();
  }

  /**
   * The newest whose list of what it consists of can be read, and whose files are those that were
   * written; nothing if there is none at all.
   *
   * @throws InvalidOptionsException if there are some, and all are damaged
   */
  static Optional<Path> newestReadable(Path folder) throws IOException, InvalidOptionsException {
    List<String> damaged = new ArrayList<>();
    for (Path checkpoint : newestFirst(folder)) {
      Optional<String> problem = problem(folder, checkpoint);
      if (problem.isEmpty()) {
        damaged.forEach(LOG::warn);
        return Optional.of(checkpoint);
      }
      damaged.add(
          "The checkpoint "
              + checkpoint
              + " cannot be read, going on from the one before: "
              + problem.get());
    }
    if (!damaged.isEmpty()) {
      throw new InvalidOptionsException(
          List.of(
              "none of the checkpoints in %s can be read (%s): give them back what they were, or move the folder away and begin anew with all that Kafka still has"
                  .formatted(folder, damaged.get(0))));
    }
    return Optional.empty();
  }

  /**
   * Deletes those of earlier runs that are older than the newest {@link #KEPT} that can be read;
   * Flink sees to its own.
   */
  static void deleteOld(Path folder) throws IOException {
    int readable = 0;
    for (Path checkpoint : newestFirst(folder)) {
      if (readable == KEPT) {
        delete(checkpoint);
      } else if (problem(folder, checkpoint).isEmpty()) {
        readable++;
      }
    }
  }

  /**
   * All that are complete, damaged or not. Their numbers go on from one run to the next; the times
   * of files are those of whatever clock, or of whoever copied them.
   */
  public static List<Path> newestFirst(Path folder) throws IOException {
    List<Path> complete = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new BesideAnEngine() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.getFileName().toString().equals(METADATA)) {
              complete.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path left, @Nullable IOException failure)
              throws IOException {
            return goOnIfGone(failure);
          }
        });
    return complete.stream()
        .sorted(
            Comparator.comparingLong(KeptCheckpoints::number)
                .thenComparing(KeptCheckpoints::writtenAt)
                .reversed())
        .map(Path::getParent)
        .toList();
  }

  private static Optional<String> problem(Path folder, Path checkpoint) {
    try {
      load(checkpoint.resolve(METADATA));
      return CheckpointSeal.of(folder, checkpoint).problem();
    } catch (IOException | RuntimeException e) {
      // Whatever damaged bytes lead a reader to.
      return Optional.of(e.toString());
    }
  }

  private static FileVisitResult goOnIfGone(@Nullable IOException failure) throws IOException {
    if (failure == null || failure instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw failure;
  }

  /** As Flink names a checkpoint's folder; a savepoint's is in its list alone. */
  private static long number(Path metadata) {
    Matcher name = NAME.matcher(String.valueOf(metadata.resolveSibling("").getFileName()));
    if (name.matches()) {
      return Long.parseLong(name.group(1));
    }
    try {
      return load(metadata).getCheckpointId();
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  private static CheckpointMetadata load(Path metadata) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
      return Checkpoints.loadCheckpointMetadata(
          in, KeptCheckpoints.class.getClassLoader(), metadata.toString());
    }
  }

  private static FileTime writtenAt(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  /** With all that is in it. */
  static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new BesideAnEngine() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path left, @Nullable IOException failure)
              throws IOException {
            try {
              Files.deleteIfExists(left);
            } catch (DirectoryNotEmptyException e) {
              LOG.debug("{} was written to while it was deleted", left, e);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Walks where an engine that runs, or is ending, deletes and writes meanwhile. */
  private abstract static class BesideAnEngine extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      return goOnIfGone(failure);
    }
  }
}
