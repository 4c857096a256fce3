package org.adclicks.transforms;

/** A click and its 128-bit identity; two clicks of one identity are one click sent twice. */
public record IdentifiedClick(long identityHigh, long identityLow, Click click) {}
