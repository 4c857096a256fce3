package org.adclicks.benchmarks.harm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What can befall a file. */
final class Damage {

  private static final int ALTERED = 100;

  private Damage() {}

  /** Its second half is gone. */
  static void halve(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(content, content.length / 2));
  }

  /** Bytes spread over all of it have each one bit turned; it is as long as before. */
  static void alter(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    for (int i = 0; i < ALTERED; i++) {
      content[(int) ((long) i * content.length / ALTERED)] ^= 4;
    }
    Files.write(file, content);
  }
}
