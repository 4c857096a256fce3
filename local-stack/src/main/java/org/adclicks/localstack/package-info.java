/**
 * Real servers as child processes of this one: Kafka, Cassandra, and with them the whole stack for
 * demo and tests. Each child has its own class path, its log under the state folder, and ends when
 * its parent does.
 */
@NullMarked
package org.adclicks.localstack;

import org.jspecify.annotations.NullMarked;
