package org.adclicks.pipeline;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A folder that what a job finds is written to, deleted when that is read. */
record DriftFolder(Path path) implements AutoCloseable {

  private static final String PREFIX = "adclicks-drift-";

  /** A new one, within this if it is named. */
  static DriftFolder create(@Nullable Path within) throws IOException {
    if (within == null) {
      return new DriftFolder(Files.createTempDirectory(PREFIX));
    }
    Files.createDirectories(within);
    return new DriftFolder(Files.createTempDirectory(within.toAbsolutePath(), PREFIX));
  }

  @Override
  public void close() throws IOException {
    if (Files.exists(path)) {
      MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }
}
