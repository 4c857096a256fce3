package org.adclicks.pipeline.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveLeftoversTest {

  private static final long HOUR = 3_600_000;
  private static final long CHECKPOINT = 1_700_000_000_000L;

  @TempDir Path folder;

  private Path complete;
  private Path old;
  private Path recent;

  @BeforeEach
  void fill() throws IOException {
    complete = file("archive/arrival_date=2026-11-23/arrival_hour=10/clicks-1.parquet", 0);
    old = file("archive/.temp-beam/old", CHECKPOINT - HOUR - 1000);
    recent = file("archive/.temp-beam/recent", CHECKPOINT - HOUR + 1000);
  }

  @Test
  void aStreamWithoutACheckpointDeletesAll() throws Exception {
    Path unique = file("archive/.temp-beam-0815/x", CHECKPOINT);

    ArchiveLeftovers.sweep(folder.resolve("archive").toString());

    assertThat(old).doesNotExist();
    assertThat(recent).doesNotExist();
    assertThat(unique).doesNotExist();
    assertThat(complete).exists();
  }

  @Test
  void whatACheckpointMayReferToStays() throws Exception {
    file("job/chk-7/_metadata", CHECKPOINT);

    ArchiveLeftovers.sweepBefore(
        folder.resolve("archive").toString(), folder.resolve("job/chk-7").toString());

    assertThat(old).doesNotExist();
    assertThat(recent).exists();
    assertThat(complete).exists();
  }

  @Test
  void allStaysIfTheCheckpointIsNotFoundAndNothingHappensWithoutAnArchive() throws Exception {
    ArchiveLeftovers.sweepBefore(folder.resolve("archive").toString(), "/nowhere/chk-1");
    ArchiveLeftovers.sweep(folder.resolve("none").toString());

    assertThat(old).exists();
  }

  private Path file(String name, long modifiedMillis) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name);
    return Files.setLastModifiedTime(file, FileTime.fromMillis(modifiedMillis));
  }
}
