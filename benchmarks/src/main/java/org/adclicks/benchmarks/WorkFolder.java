package org.adclicks.benchmarks;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary folder for one run of a benchmark; gone with all in it when closed. */
public record WorkFolder(Path path) implements AutoCloseable {

  public static WorkFolder create() {
    try {
      return new WorkFolder(Files.createTempDirectory("adclicks-bench-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException e) {
      System.err.println("left behind: " + path + " (" + e + ")");
    }
  }
}
