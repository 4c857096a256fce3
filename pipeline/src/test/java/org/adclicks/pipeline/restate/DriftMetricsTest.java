package org.adclicks.pipeline.restate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftMetricsTest {

  @TempDir private Path folder;

  /** Under the umask of docs/cluster.md nobody else could. */
  @Test
  void anotherUserReadsThem() throws IOException {
    assumeThat(Files.getFileStore(folder).supportsFileAttributeView("posix")).isTrue();
    // What a command that was killed left, in place of a umask, which a process cannot set.
    Path unfinished = Files.createFile(folder.resolve("adclicks.prom.tmp"));
    Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));

    Path file = folder.resolve("adclicks.prom");
    write(file);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");
    assertThat(unfinished).doesNotExist();
  }

  @Test
  void areThoseOfTheHoursCompared() throws IOException {
    Path file = folder.resolve("adclicks.prom");
    write(file);
    assertThat(file)
        .content()
        .contains("\nadclicks_drift_rows 0\n", "\nadclicks_drift_not_compared 1\n")
        .endsWith("\nadclicks_drift_compared_through_seconds 1795672800\n");
  }

  private static void write(Path file) throws IOException {
    HourRange hours =
        HourRange.covering(
            Instant.parse("2026-11-26T05:00:00Z"), Instant.parse("2026-11-26T06:00:00Z"));
    DriftMetrics.write(file, hours, new Reconcile.Found(List.of(), List.of("top_ads: not yet")));
  }
}
