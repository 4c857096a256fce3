package org.adclicks.pipeline.engine;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;
import java.util.zip.CRC32C;

/**
 * The checksums of a complete checkpoint's files, in a file of their own under {@value #FOLDER}
 * beside the checkpoints: Flink deletes a checkpoint's folder only if nothing else is in it.
 *
 * <p>Source: docs/decisions/0054.
 *
 * @param file where they are, or will be
 * @param checkpoint the folder they are of
 */
record CheckpointSeal(Path file, Path checkpoint) {

  static final String FOLDER = "seals";

  private static final int CHUNK_BYTES = 1 << 16;

  /**
   * That of a checkpoint, whether it is there or not.
   *
   * @param folder of all checkpoints
   */
  static CheckpointSeal of(Path folder, Path checkpoint) {
    // Names of checkpoints are numbers, anew in each run's folder.
    String name = folder.relativize(checkpoint).toString().replace(File.separatorChar, '-');
    return new CheckpointSeal(folder.resolve(FOLDER).resolve(name), checkpoint);
  }

  /** What of the checkpoint is not as it was sealed; nothing if it has no seal. */
  Optional<String> problem() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties sealed = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      sealed.load(in);
    } catch (IllegalArgumentException e) {
      return Optional.of(
          file + " is damaged itself; delete it if the checkpoint is to be believed");
    }
    for (String name : sealed.stringPropertyNames()) {
      Path each = checkpoint.resolve(name);
      if (!Files.exists(each)) {
        return Optional.of(name + " is gone");
      }
      if (!checksum(each).equals(sealed.getProperty(name))) {
        return Optional.of(name + " is not what was written");
      }
    }
    return Optional.empty();
  }

  /** Makes it, unless the checkpoint is gone by now. */
  void write() throws IOException {
    Properties sealed = new Properties();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(checkpoint, Files::isRegularFile)) {
      for (Path each : files) {
        sealed.setProperty(each.getFileName().toString(), checksum(each));
      }
    } catch (NoSuchFileException e) {
      return;
    }
    Files.createDirectories(file.getParent());
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    try (Writer out = Files.newBufferedWriter(unfinished)) {
      sealed.store(out, null);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String checksum(Path file) throws IOException {
    CRC32C checksum = new CRC32C();
    byte[] chunk = new byte[CHUNK_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        checksum.update(chunk, 0, read);
      }
    }
    return Long.toHexString(checksum.getValue());
  }
}
