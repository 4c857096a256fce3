package org.adclicks.pipeline.options;

import org.joda.time.Duration;

/**
 * Where and how raw clicks are kept.
 *
 * @param directory as Beam's file systems understand it
 * @param roll how often files are finished
 * @param shards how many files are written side by side
 */
public record ArchiveSettings(String directory, Duration roll, int shards) {}
