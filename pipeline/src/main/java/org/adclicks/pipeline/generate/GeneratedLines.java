package org.adclicks.pipeline.generate;

/**
 * How many lines were made. clicks + duplicates + bad = lines.
 *
 * @param late of the clicks, those written later than they happened
 */
record GeneratedLines(long clicks, long duplicates, long late, long bad) {

  long all() {
    return clicks + duplicates + bad;
  }

  String summary() {
    return "generated "
        + all()
        + " lines: "
        + clicks
        + " clicks ("
        + late
        + " late), "
        + duplicates
        + " duplicates, "
        + bad
        + " bad";
  }
}
