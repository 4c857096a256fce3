/**
 * What Cassandra and Kafka must have for us: printed, made, and compared with what is there; with
 * the rights of each user, and no more.
 */
@NullMarked
package org.adclicks.localstack.setup;

import org.jspecify.annotations.NullMarked;
