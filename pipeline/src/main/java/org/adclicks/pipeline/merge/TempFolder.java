package org.adclicks.pipeline.merge;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder for files that are needed for a while; gone with all in it when closed, or the JVM. */
public record TempFolder(Path path) implements Closeable {

  public static TempFolder create(String prefix) throws IOException {
    Path folder = Files.createTempDirectory(prefix);
    folder.toFile().deleteOnExit();
    return new TempFolder(folder);
  }

  /** A new, empty file. */
  public Path newFile(String prefix) throws IOException {
    Path file = Files.createTempFile(path, prefix, null);
    file.toFile().deleteOnExit();
    return file;
  }

  @Override
  public void close() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("temporary files stay in " + path, e);
    }
  }
}
