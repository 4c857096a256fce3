package org.adclicks.benchmarks.faults;

/**
 * What an answer said of a minute that was still open.
 *
 * @param isListed whether the clicks are this ad's; else those of the ad that stood first instead,
 *     or 0 if none did: this one has at most as many
 * @param throughMillis all that the queue had taken by then is said to be in it
 * @param answeredMillis when the answer was there, by this machine's clock
 */
record OpenSighting(
    String call,
    long minuteMillis,
    String adId,
    long clicks,
    boolean isListed,
    long throughMillis,
    long answeredMillis) {}
