package org.adclicks.pipeline.merge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sorts lines by time in bounded memory: pieces of them are sorted, set aside on disk as runs and
 * merged. Lines of one time keep their order.
 */
public final class SortedRuns {

  // What the JVM adds to a line's bytes: three objects and a list's slot.
  private static final int OVERHEAD_BYTES = 96;
  // Each run being merged is an open file.
  private static final int MAX_RUNS = 200;

  private final TempFolder folder;
  private final SortingMemory memory;
  private final List<Path> runs = new ArrayList<>();

  public SortedRuns(TempFolder folder, SortingMemory memory) {
    this.folder = folder;
    this.memory = memory;
  }

  /** Reads all lines and closes their cursor; returns them sorted. */
  public LineCursor sort(LineCursor unsorted) throws IOException {
    try (unsorted) {
      List<TimedLine> piece = new ArrayList<>();
      long bytes = 0;
      for (TimedLine line = unsorted.next(); line != null; line = unsorted.next()) {
        piece.add(line);
        bytes += line.line().bytes().length + OVERHEAD_BYTES;
        if (bytes >= memory.free()) {
          setAside(piece);
          piece.clear();
          bytes = 0;
        }
      }
      if (runs.isEmpty() && memory.keeps(bytes)) {
        return inMemory(piece);
      }
      if (!piece.isEmpty()) {
        setAside(piece);
      }
      return merged();
    }
  }

  private void setAside(List<TimedLine> piece) throws IOException {
    if (runs.size() == MAX_RUNS) {
      LineCursor all = merged();
      Path joined = folder.newFile("run");
      try (all) {
        RunFile.write(joined, all);
      }
      runs.clear();
      runs.add(joined);
    }
    Path run = folder.newFile("run");
    try (LineCursor sorted = inMemory(piece)) {
      RunFile.write(run, sorted);
    }
    runs.add(run);
  }

  private LineCursor merged() throws IOException {
    List<LineCursor> cursors = new ArrayList<>();
    for (Path run : runs) {
      cursors.add(RunFile.read(run));
    }
    return new MergedCursor(cursors);
  }

  private static LineCursor inMemory(List<TimedLine> piece) {
    piece.sort(Comparator.comparingLong(TimedLine::timeMillis));
    Iterator<TimedLine> sorted = piece.iterator();
    return new LineCursor() {
      @Override
      public @Nullable TimedLine next() {
        return sorted.hasNext() ? sorted.next() : null;
      }

      @Override
      public void close() {}
    };
  }
}
