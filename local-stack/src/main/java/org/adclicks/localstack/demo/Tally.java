package org.adclicks.localstack.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How many answers were compared with the oracle's, and those that differ. */
public final class Tally {

  private static final int SHOWN = 10;

  private final List<String> differences = new ArrayList<>();
  private int cells;
  private int lists;
  private int filtered;
  private int wrong;

  /** Compares one count of a cell. */
  synchronized void cell(Object question, @Nullable Object expected, @Nullable Object answer) {
    cells++;
    compare(question, expected, answer);
  }

  /** Compares one top list. */
  synchronized void list(Object question, @Nullable Object expected, @Nullable Object answer) {
    lists++;
    compare(question, expected, answer);
  }

  /** Compares one answer to a question with a filter by user or ip. */
  synchronized void filtered(Object question, @Nullable Object expected, @Nullable Object answer) {
    filtered++;
    compare(question, expected, answer);
  }

  /** Compares what is no answer of its own, such as the other form of one. */
  synchronized void compare(Object question, @Nullable Object expected, @Nullable Object answer) {
    if (!Objects.equals(expected, answer)) {
      wrong++;
      if (differences.size() < SHOWN) {
        differences.add(question + "\n    expected " + expected + "\n    got      " + answer);
      }
    }
  }

  public synchronized int wrong() {
    return wrong;
  }

  /** The first of the differences. */
  public synchronized List<String> differences() {
    return List.copyOf(differences);
  }

  /** The line that a demo ends with. */
  public synchronized String summary() {
    return "verified: %d cells, %d lists, %d filtered answers, %d wrong"
        .formatted(cells, lists, filtered, wrong);
  }
}
