/**
 * How Kafka and Cassandra are reached: addresses, users and TLS from files, and why one was
 * refused.
 */
@NullMarked
package org.adclicks.access;

import org.jspecify.annotations.NullMarked;
