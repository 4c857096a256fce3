package org.adclicks.localstack.secure;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;

/** Files and folders nobody but their owner reads, from the moment they are there. */
final class PrivateFiles {

  private static final boolean HAS_PERMISSIONS =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private PrivateFiles() {}

  static Path folder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      if (HAS_PERMISSIONS) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
      return folder;
    }
    Files.createDirectories(folder.toAbsolutePath().getParent());
    return Files.createDirectory(folder, attributes("rwx------"));
  }

  /** An empty file in place of what was there. */
  static Path create(Path file) throws IOException {
    Files.deleteIfExists(file);
    return Files.createFile(file, attributes("rw-------"));
  }

  static void write(Path file, String text) throws IOException {
    Files.writeString(create(file), text);
  }

  /** As a settings file, whatever is in the values. */
  static void write(Path file, Map<String, String> settings) throws IOException {
    Properties properties = new Properties();
    properties.putAll(settings);
    StringWriter text = new StringWriter();
    properties.store(text, "written at every start of the stack");
    write(file, text.toString());
  }

  private static FileAttribute<?>[] attributes(String permissions) {
    return HAS_PERMISSIONS
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
