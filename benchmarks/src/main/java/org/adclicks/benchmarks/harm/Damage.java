package org.adclicks.benchmarks.harm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What can befall a file. */
final class Damage {

  private Damage() {}

  /** Its second half is gone. */
  static void halve(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(content, content.length / 2));
  }

  /** One bit in its middle is another; it is as long as before. */
  static void alter(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 4;
    Files.write(file, content);
  }
}
