/**
 * Clicks deduplicated and counted per minute, ad and country. {@code bench pipeline}: from Kafka,
 * by our transforms on Flink and by native Flink SQL; {@code bench batch}: from an archive, by our
 * transforms on Flink and by DuckDB.
 */
@NullMarked
package org.adclicks.benchmarks.counting;

import org.jspecify.annotations.NullMarked;
