package org.adclicks.query.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.adclicks.proto.store.IndexedClick;

/**
 * Takes the clicks of one user or ip from blocks in order of their earliest click, and hands over
 * each click once, though several blocks may have it.
 *
 * <p>Bounded: keeps the clicks that a later block may have again. Not thread-safe.
 */
final class ClickSweep {

  private static final int WORTH_SORTING = 2_000;

  private final Consumer<IndexedClick> output;
  private List<IndexedClick> held = new ArrayList<>();
  private int worthSorting = WORTH_SORTING;

  ClickSweep(Consumer<IndexedClick> output) {
    this.output = output;
  }

  /** No click to come is earlier than this. */
  void passTo(long millis) {
    if (held.size() < worthSorting) {
      return;
    }
    List<IndexedClick> left = new ArrayList<>();
    for (IndexedClick click : IndexedClick.inOrderOnce(held)) {
      if (click.clickTimestampMillis() < millis) {
        output.accept(click);
      } else {
        left.add(click);
      }
    }
    held = left;
    worthSorting = Math.max(WORTH_SORTING, 2 * left.size());
  }

  void add(IndexedClick click) {
    held.add(click);
  }

  /** There are no more. */
  void end() {
    IndexedClick.inOrderOnce(held).forEach(output);
    held = List.of();
  }
}
