/** Kafka, Cassandra and a Flink cluster as child processes. */
@NullMarked
package org.adclicks.localstack.server;

import org.jspecify.annotations.NullMarked;
