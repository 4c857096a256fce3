package org.adclicks.transforms;

/** How the cells of slices are spread over parts of state. */
final class SliceParts {

  private SliceParts() {}

  /** Adds cells to the parts of a slice they belong to. */
  static void add(StateParts<SlicePart, AdCounts> cells, long start, int parts, AdCounts more) {
    if (parts == 1) {
      cells.touch(new SlicePart(start, 0)).addAll(more);
      return;
    }
    more.forEach(
        (adId, country, clicks) -> {
          int part = StateParts.of(AdCounts.placeOf(adId), parts);
          cells.touch(new SlicePart(start, part)).add(adId, country, clicks);
        });
  }
}
