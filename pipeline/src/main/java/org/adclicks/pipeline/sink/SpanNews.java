package org.adclicks.pipeline.sink;

import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.values.KV;

/**
 * What {@link JoinSpansFn} hears, all under one key, as (kind, (from, to)).
 *
 * <p>Units: milliseconds since 1970; the time that a kind does not use is 0.
 */
enum SpanNews {
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
  /** Of an hour that ends there clicks have left the store before they could be written by hour. */
  LOST_CLICKS;

  static final KvCoder<Integer, KV<Integer, KV<Long, Long>>> CODER =
      KvCoder.of(
          VarIntCoder.of(),
          KvCoder.of(VarIntCoder.of(), KvCoder.of(VarLongCoder.of(), VarLongCoder.of())));

  KV<Integer, KV<Integer, KV<Long, Long>>> of(long from, long to) {
    return KV.of(0, KV.of(ordinal(), KV.of(from, to)));
  }

  KV<Integer, KV<Integer, KV<Long, Long>>> through(long to) {
    return of(0, to);
  }

  static SpanNews kindOf(KV<Integer, KV<Integer, KV<Long, Long>>> news) {
    return values()[news.getValue().getKey()];
  }
}
