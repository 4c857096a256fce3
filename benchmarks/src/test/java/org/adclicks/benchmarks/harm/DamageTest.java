package org.adclicks.benchmarks.harm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
  void aHundredBytesAreOthers() throws IOException {
    byte[] before = new byte[5_000];
    Arrays.fill(before, (byte) 'x');
    Path file = Files.write(folder.resolve("file"), before);
    Damage.alter(file);
    byte[] after = Files.readAllBytes(file);
    assertThat(after).hasSameSizeAs(before);
    int others = 0;
    for (int i = 0; i < after.length; i++) {
      others += after[i] == before[i] ? 0 : 1;
    }
    assertThat(others).isEqualTo(100);
  }
}
