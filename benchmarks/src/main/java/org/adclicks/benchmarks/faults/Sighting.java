package org.adclicks.benchmarks.faults;

/**
 * One answer that called a minute CLOSED or FINAL.
 *
 * @param call which call gave it
 * @param minuteMillis the minute's first millisecond
 * @param adId the ad asked for, or {@link #ALL_ADS}
 * @param askedMillis when it was asked, by this machine's clock
 */
record Sighting(String call, long minuteMillis, String adId, long clicks, long askedMillis) {

  static final String ALL_ADS = "*";
}
