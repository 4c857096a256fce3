package org.adclicks.localstack.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitLogSegmentsTest {

  private static final int LENGTH = 200_000;

  @TempDir private Path folder;

  @Test
  void whatHoldsNothingGoesAndAllElseStays() throws IOException {
    Path zeros = Files.write(folder.resolve("CommitLog-7-1.log"), new byte[LENGTH]);
    Path empty = Files.write(folder.resolve("CommitLog-7-2.log"), new byte[0]);
    Path begun = Files.write(folder.resolve("CommitLog-7-3.log"), withOne(0));
    Path lastByte = Files.write(folder.resolve("CommitLog-7-4.log"), withOne(LENGTH - 1));
    Path other = Files.write(folder.resolve("other"), new byte[LENGTH]);

    CommitLogSegments.deleteUnwritten(folder);

    assertThat(zeros).doesNotExist();
    assertThat(empty).doesNotExist();
    assertThat(begun).exists();
    assertThat(lastByte).exists();
    assertThat(other).exists();
  }

  @Test
  void aNodeThatNeverRanHasNone() throws IOException {
    CommitLogSegments.deleteUnwritten(folder.resolve("none"));
    assertThat(folder).isEmptyDirectory();
  }

  private static byte[] withOne(int at) {
    byte[] segment = new byte[LENGTH];
    segment[at] = 1;
    return segment;
  }
}
