/**
 * The whole system under load: Kafka, pipeline, Cassandra and query service as real processes,
 * clicks in real time, and freshness as a user of the query service sees it.
 */
@NullMarked
package org.adclicks.benchmarks.system;

import org.jspecify.annotations.NullMarked;
