package org.adclicks.pipeline.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.adclicks.click.line.RawLine;
import org.adclicks.pipeline.logfile.FileLine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedRunsTest {

  @TempDir Path folder;

  // All in memory; a few runs; a run per line, so that runs are joined time and again.
  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, 20_000, 1})
  void sortsByTimeAndKeepsTheOrderOfEqualTimes(long maxBytesInMemory) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    List<TimedLine> unsorted = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      unsorted.add(line(random.nextLong(50), "line " + i));
    }
    List<TimedLine> expected = new ArrayList<>(unsorted);
    expected.sort(Comparator.comparingLong(TimedLine::timeMillis));

    LineCursor sorted =
        new SortedRuns(new TempFolder(folder), new SortingMemory(maxBytesInMemory, 1))
            .sort(cursor(unsorted));

    assertThat(all(sorted)).isEqualTo(expected);
    assertThat(filesLeft()).isZero();
  }

  @Test
  void keepsOffsetLengthAndBytesOfACutLine() throws IOException {
    TimedLine cut =
        new TimedLine(
            Long.MIN_VALUE,
            new FileLine(12, new RawLine(new byte[] {0, -1, '\n'}, 10_000_000), 10_000_000));

    LineCursor sorted =
        new SortedRuns(new TempFolder(folder), new SortingMemory(1, 1)).sort(cursor(List.of(cut)));

    assertThat(all(sorted)).containsExactly(cut);
  }

  @Test
  void leavesALineThatIsNoClickBehindTheLineItFollowedWhenFilesAreMerged() throws IOException {
    List<TimedLine> first = List.of(line(5, "click a"), line(5, "junk behind a"), line(9, "b"));
    List<TimedLine> second = List.of(line(1, "c"), line(5, "d"), line(7, "e"));

    LineCursor merged = new MergedCursor(List.of(cursor(first), cursor(second)));

    assertThat(all(merged))
        .extracting(line -> new String(line.line().bytes(), StandardCharsets.UTF_8))
        .containsExactly("c", "click a", "junk behind a", "d", "e", "b");
  }

  private long filesLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  private static TimedLine line(long timeMillis, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new TimedLine(timeMillis, new FileLine(0, new RawLine(bytes), bytes.length));
  }

  private static List<TimedLine> all(LineCursor cursor) throws IOException {
    List<TimedLine> lines = new ArrayList<>();
    try (cursor) {
      for (TimedLine line = cursor.next(); line != null; line = cursor.next()) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static LineCursor cursor(List<TimedLine> lines) {
    Iterator<TimedLine> iterator = lines.iterator();
    return new LineCursor() {
      @Override
      public @Nullable TimedLine next() {
        return iterator.hasNext() ? iterator.next() : null;
      }

      @Override
      public void close() {}
    };
  }
}
