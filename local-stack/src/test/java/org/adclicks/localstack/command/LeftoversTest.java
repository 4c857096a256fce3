package org.adclicks.localstack.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {

  private static final Instant LIMIT = Instant.parse("2026-03-01T10:00:00Z");

  @TempDir Path temporary;

  @Test
  void removesOurFoldersThatNobodyWritesToAnyMore() throws Exception {
    folder("adclicks-load123", LIMIT.minusSeconds(1));
    folder("adclicks-demo-4", LIMIT.minusSeconds(1));
    folder("adclicks-load456", LIMIT.plusSeconds(1));
    folder("adclicks-ports-me", LIMIT.minusSeconds(1));
    folder("somebody-elses", LIMIT.minusSeconds(1));

    Leftovers.removeOlderThan(temporary, LIMIT);

    assertThat(temporary.toFile().list())
        .containsExactlyInAnyOrder("adclicks-load456", "adclicks-ports-me", "somebody-elses");
  }

  private void folder(String name, Instant written) throws Exception {
    Path folder = Files.createDirectories(temporary.resolve(name).resolve("in"));
    Path file = Files.writeString(folder.resolve("run"), "clicks");
    for (Path each : new Path[] {file, folder, folder.getParent()}) {
      Files.setLastModifiedTime(each, FileTime.from(written));
    }
  }
}
