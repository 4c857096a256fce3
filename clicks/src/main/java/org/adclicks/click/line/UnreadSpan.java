package org.adclicks.click.line;

/**
 * A span of click times of which records may have been deleted before anybody read them.
 *
 * @param fromMillis milliseconds since 1970
 * @param toMillis likewise; the first that is not in doubt
 */
public record UnreadSpan(long fromMillis, long toMillis) {}
