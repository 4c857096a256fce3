package org.adclicks.pipeline.load;

import org.adclicks.pipeline.source.FileLine;

/**
 * A line and its place in time.
 *
 * @param timeMillis the click's time; for a line that is no click that of the line before it
 */
record TimedLine(long timeMillis, FileLine line) {}
