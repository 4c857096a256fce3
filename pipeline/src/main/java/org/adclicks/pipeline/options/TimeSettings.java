package org.adclicks.pipeline.options;

import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * How long the stream waits for what, and which times it believes.
 *
 * @param earliestClickTime clicks of before are rejected
 * @param watermarkDelay how far the watermark stays behind the newest click
 * @param allowedLateness how long after its end a minute may still be corrected
 * @param allowedSkew how far a click may be dated ahead of its arrival
 * @param earlyFirings how often open minutes' totals and leaderboards are written, in event time;
 *     zero for never
 * @param openEvery how often what has arrived of open minutes is written, by the clock; zero for
 *     never
 * @param idleTimeout after so long without a click a partition read to its end holds nobody
 */
public record TimeSettings(
    Instant earliestClickTime,
    Duration watermarkDelay,
    Duration allowedLateness,
    Duration allowedSkew,
    Duration earlyFirings,
    Duration openEvery,
    Duration idleTimeout) {}
