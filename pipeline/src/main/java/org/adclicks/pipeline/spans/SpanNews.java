package org.adclicks.pipeline.spans;

import org.apache.beam.sdk.values.KV;

/**
 * What {@link JoinSpansFn} hears, all under one key.
 *
 * <p>Units: milliseconds since 1970; the time that a kind does not use is 0.
 */
record SpanNews(Kind kind, long fromMillis, long toMillis) {

  /** What the times say. */
  enum Kind {
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
    LOST_CLICKS
  }

  static KV<Integer, SpanNews> minute(long startMillis) {
    return KV.of(0, new SpanNews(Kind.MINUTE, startMillis, 0));
  }

  static KV<Integer, SpanNews> unread(long fromMillis, long toMillis) {
    return KV.of(0, new SpanNews(Kind.UNREAD, fromMillis, toMillis));
  }

  static KV<Integer, SpanNews> through(Kind kind, long toMillis) {
    return KV.of(0, new SpanNews(kind, 0, toMillis));
  }
}
