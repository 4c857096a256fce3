package org.adclicks.click.line;

import org.adclicks.click.Origin;

/**
 * One line of a click log, as a source hands it over. Its element timestamp is the click's time
 * where the source knows it, else anything not later.
 *
 * @param arrivalMillis when the queue took it in (or the file was read), milliseconds since 1970
 */
public record LogLine(Origin origin, long arrivalMillis, RawLine line) {}
