package org.adclicks.transforms;

/**
 * An accepted click and where it came from.
 *
 * @param arrivalMillis when the queue took it in (or the file was read), milliseconds since 1970
 */
public record SourcedClick(Click click, Origin origin, long arrivalMillis) {}
