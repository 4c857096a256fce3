package org.adclicks.benchmarks.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

  @TempDir Path folder;

  @Test
  void partsBeginWhereTheOneBeforeEnds() throws IOException {
    Path path = folder.resolve("lines");
    Files.writeString(path, "a\nbb\nccc\ndd\ne\n");
    String name = path.toString();

    assertThat(new LogFile(name, 1, 0, 10, 0, 0, 5).split(2))
        .containsExactly(
            new LogFile(name, 1, 0, 10, 0, 0, 2),
            new LogFile(name, 1, 0, 10, 5, 2, 2),
            new LogFile(name, 1, 0, 10, 12, 4, 1));
  }

  @Test
  void offsetsOfPartitionsDoNotMeetAndArrivalFollowsTheLine() {
    LogFile first = new LogFile("lines", 0, 1_000, 10, 0, 0, 5);
    LogFile second = new LogFile("lines", 1, 1_000, 10, 0, 0, 5);

    assertThat(second.offset(0)).isGreaterThan(first.offset(1_000_000_000));
    assertThat(first.arrivalMillis(20)).isBetween(3_000L, 3_049L);
  }
}
