package org.adclicks.transforms.minutes;

/**
 * What was counted of one minute, or is to be added to it. Units: clicks, and ads.
 *
 * @param clicks deduplicated clicks counted
 * @param ads different ads among them
 * @param duplicates clicks dropped because they were there already
 * @param late of the counted clicks, those that came after the minute had closed
 * @param tooLate clicks not counted because they came after the allowed lateness
 * @param rejected lines rejected that arrived in this minute
 */
public record MinuteCounts(
    long clicks, long ads, long duplicates, long late, long tooLate, long rejected) {

  public static final MinuteCounts NONE = new MinuteCounts(0, 0, 0, 0, 0, 0);

  public static MinuteCounts ads(long ads) {
    return new MinuteCounts(0, ads, 0, 0, 0, 0);
  }

  public static MinuteCounts rejected(long rejected) {
    return new MinuteCounts(0, 0, 0, 0, 0, rejected);
  }

  public MinuteCounts plus(MinuteCounts other) {
    return new MinuteCounts(
        clicks + other.clicks,
        ads + other.ads,
        duplicates + other.duplicates,
        late + other.late,
        tooLate + other.tooLate,
        rejected + other.rejected);
  }

  /**
   * All that was counted, added up: grows with every line and every ad. Without {@code late}, which
   * is part of the clicks, and which a replay may find otherwise: after a restart the watermark has
   * yet to come, and a click that was late before is taken for one in time.
   */
  public long sum() {
    return clicks + ads + duplicates + tooLate + rejected;
  }
}
