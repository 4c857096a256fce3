package org.adclicks.pipeline.merge;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorted cursors merged into one by time. Lines of one time come cursor by cursor, so that a line
 * that is no click stays behind the line it followed.
 */
public final class MergedCursor implements LineCursor {

  private final List<? extends LineCursor> cursors;
  private final PriorityQueue<Head> heads =
      new PriorityQueue<>(
          Comparator.comparingLong((Head head) -> head.line().timeMillis())
              .thenComparingInt(Head::cursor));

  public MergedCursor(List<? extends LineCursor> sorted) throws IOException {
    this.cursors = List.copyOf(sorted);
    for (int i = 0; i < cursors.size(); i++) {
      advance(i);
    }
  }

  @Override
  public @Nullable TimedLine next() throws IOException {
    Head first = heads.poll();
    if (first == null) {
      return null;
    }
    advance(first.cursor());
    return first.line();
  }

  @Override
  public void close() throws IOException {
    for (LineCursor cursor : cursors) {
      cursor.close();
    }
  }

  private void advance(int cursor) throws IOException {
    TimedLine line = cursors.get(cursor).next();
    if (line != null) {
      heads.add(new Head(cursor, line));
    }
  }

  private record Head(int cursor, TimedLine line) {}
}
