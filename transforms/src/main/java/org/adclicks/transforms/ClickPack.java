package org.adclicks.transforms;

import java.util.List;

/**
 * Clicks of one minute that travel together, so that shuffle, key and state access are paid once
 * for all of them.
 *
 * @param minuteMillis the first millisecond of their minute
 */
public record ClickPack(long minuteMillis, List<IdentifiedClick> clicks) {}
