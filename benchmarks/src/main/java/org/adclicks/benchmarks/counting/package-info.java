/**
 * {@code bench pipeline}: clicks from Kafka deduplicated and counted per minute, ad and country, by
 * our transforms on Flink and by native Flink SQL.
 */
@NullMarked
package org.adclicks.benchmarks.counting;

import org.jspecify.annotations.NullMarked;
