/** Brings what has arrived of open minutes to Cassandra. */
@NullMarked
package org.adclicks.pipeline.open;

import org.jspecify.annotations.NullMarked;
