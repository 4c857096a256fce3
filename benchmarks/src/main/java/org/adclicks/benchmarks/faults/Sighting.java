package org.adclicks.benchmarks.faults;

import org.adclicks.v1.MinuteState;

/**
 * One answer that called all its minutes CLOSED or FINAL.
 *
 * @param call which call gave it
 * @param fromMillis the first minute's first millisecond
 * @param toMillis the first millisecond after the last minute
 * @param key the ad asked for, {@link #ALL_ADS}, or a filter by {@link #ofUser} or {@link #ofIp}
 * @param answeredMillis when the answer was there, by this machine's clock
 * @param isFinal whether it called them all FINAL
 */
record Sighting(
    String call,
    long fromMillis,
    long toMillis,
    String key,
    long clicks,
    long answeredMillis,
    boolean isFinal) {

  static final String ALL_ADS = "*";

  /** Whether an answer of that state may be held against the queue. */
  static boolean isClosed(MinuteState state) {
    return state != MinuteState.OPEN && state != MinuteState.MINUTE_STATE_UNSPECIFIED;
  }

  static boolean isFinal(MinuteState state) {
    return state == MinuteState.FINAL;
  }

  static String ofUser(String userId) {
    return "user_id=" + userId;
  }

  static String ofIp(String ip) {
    return "ip=" + ip;
  }
}
