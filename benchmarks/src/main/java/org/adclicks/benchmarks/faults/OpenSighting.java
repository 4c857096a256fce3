package org.adclicks.benchmarks.faults;

/**
 * What an answer said of a minute that was still open.
 *
 * @param throughMillis all that the queue had taken by then is said to be in it
 * @param answeredMillis when the answer was there, by this machine's clock
 */
record OpenSighting(
    String call,
    long minuteMillis,
    String adId,
    long clicks,
    long throughMillis,
    long answeredMillis) {}
