package org.adclicks.pipeline.spans;

/**
 * What {@link JoinSpansFn} hears, under the name of the stream that has counted.
 *
 * <p>Units: milliseconds since 1970; the time that a kind does not use is 0.
 *
 * @param keeping what that stream keeps ({@link Keeping#text}); empty for what it kept before
 */
public record SpanNews(Kind kind, long fromMillis, long toMillis, String keeping) {

  /** The name of a stream that is the only one. */
  public static final long ONLY_STREAM = 0;

  /** What the times say. */
  public enum Kind {
    /** A minute with clicks begins there. */
    MINUTE,
    /** All is complete through there. */
    PROGRESS,
    /** Of this span records were deleted unread. */
    UNREAD,
    /** Roll-ups are written through there. */
    ROLLED_UP,
    /** Hours of clicks are written through there. */
    CLICK_HOURS,
    /** Of an hour that ends there clicks have left the store before they were written by hour. */
    LOST_CLICKS,
    /** Of an hour or a day that ends there cells have left the store before they were added up. */
    LOST_ROLL_UPS,
    /** Minutes are final through there. */
    FINAL
  }

  /** Clicks of a minute were counted. */
  public static SpanNews minute(long startMillis) {
    return new SpanNews(Kind.MINUTE, startMillis, 0, "");
  }

  /** All is complete through there. */
  public static SpanNews progress(long toMillis) {
    return through(Kind.PROGRESS, toMillis);
  }

  /** Records of these click times were deleted unread. */
  public static SpanNews unread(long fromMillis, long toMillis) {
    return new SpanNews(Kind.UNREAD, fromMillis, toMillis, "");
  }

  static SpanNews through(Kind kind, long toMillis) {
    return new SpanNews(kind, 0, toMillis, "");
  }

  /** The same of a stream that keeps this. */
  public SpanNews by(Keeping kept) {
    return new SpanNews(kind, fromMillis, toMillis, kept.text());
  }
}
