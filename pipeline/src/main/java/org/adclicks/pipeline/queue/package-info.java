/** Records of the topic of aggregates, read back in an order that says how far it is complete. */
@NullMarked
package org.adclicks.pipeline.queue;

import org.jspecify.annotations.NullMarked;
