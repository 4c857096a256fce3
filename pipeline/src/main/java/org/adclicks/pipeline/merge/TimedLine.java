package org.adclicks.pipeline.merge;

import org.adclicks.pipeline.logfile.FileLine;

/**
 * A line and its place in time.
 *
 * @param timeMillis the click's time; for a line that is no click that of the line before it
 */
public record TimedLine(long timeMillis, FileLine line) {}
