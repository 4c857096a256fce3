package org.adclicks.query.question;

import static org.adclicks.proto.store.Periods.MINUTE_MILLIS;

import java.time.Duration;
import java.time.Instant;
import org.adclicks.proto.store.Periods;
import org.adclicks.v1.Interval;

/**
 * A span of event time, from &lt;= t &lt; to.
 *
 * <p>Units: milliseconds since 1970. Whole minutes, except where a sliding window steps finer.
 *
 * <p>Errors: {@link IllegalArgumentException} for an empty one.
 */
public record MinuteInterval(long fromMillis, long toMillis) {

  public MinuteInterval {
    if (fromMillis >= toMillis) {
      throw new IllegalArgumentException("empty interval " + fromMillis + ".." + toMillis);
    }
  }

  /** The smallest interval of whole minutes around both times. */
  public static MinuteInterval covering(long fromMillis, long toMillis) {
    return new MinuteInterval(Periods.minuteOf(fromMillis), Periods.ceilToMinute(toMillis));
  }

  /** What of it is not before this time; all of it if nothing is. */
  public MinuteInterval notBefore(long millis) {
    return millis <= fromMillis || millis >= toMillis ? this : new MinuteInterval(millis, toMillis);
  }

  public boolean contains(MinuteInterval other) {
    return fromMillis <= other.fromMillis && other.toMillis <= toMillis;
  }

  public boolean contains(long millis) {
    return fromMillis <= millis && millis < toMillis;
  }

  public int minutes() {
    return Math.toIntExact((toMillis - fromMillis) / MINUTE_MILLIS);
  }

  public Duration length() {
    return Duration.ofMillis(toMillis - fromMillis);
  }

  public Interval toProto() {
    return Interval.newBuilder()
        .setFrom(ProtoTime.of(fromMillis))
        .setTo(ProtoTime.of(toMillis))
        .build();
  }

  @Override
  public String toString() {
    return Instant.ofEpochMilli(fromMillis) + ".." + Instant.ofEpochMilli(toMillis);
  }
}
