package org.adclicks.click.line;

import org.adclicks.click.Rejection;

/** A line that is no click, why, and where it came from. */
public record RejectedLine(LogLine line, Rejection rejection) {}
