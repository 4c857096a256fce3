package org.adclicks.benchmarks.harm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamageTest {

  @TempDir private Path folder;

  @Test
  void halfOfItIsGone() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "0123456789");
    Damage.halve(file);
    assertThat(file).hasContent("01234");
  }

  @Test
  void oneBitIsAnother() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "0123456789");
    Damage.alter(file);
    assertThat(file).hasContent("0123416789");
  }
}
