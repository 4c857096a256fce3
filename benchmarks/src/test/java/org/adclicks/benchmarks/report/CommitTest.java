package org.adclicks.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitTest {

  @TempDir private Path folder;

  @Test
  void isAHashOrNotKnown() {
    assertThat(Commit.current()).matches("[0-9a-f]{7,40}(-dirty)?|unknown");
  }

  @Test
  void isNotKnownOutsideOfARepository() {
    assertThat(Commit.of(folder)).isEqualTo("unknown");
  }
}
