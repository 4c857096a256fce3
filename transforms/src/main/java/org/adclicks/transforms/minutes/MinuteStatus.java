package org.adclicks.transforms.minutes;

import org.adclicks.v1.MinuteState;

/**
 * A minute's state and its counts so far, absolute.
 *
 * @param minuteMillis the first millisecond of the minute
 */
public record MinuteStatus(long minuteMillis, MinuteState state, MinuteCounts counts) {}
