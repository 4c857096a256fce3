/** The query service: answers over gRPC, REST and a page on one port, read from Cassandra. */
@NullMarked
package org.adclicks.query;

import org.jspecify.annotations.NullMarked;
