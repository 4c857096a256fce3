/** A topic read by several readers, none of which waits for another: partitions, ends, records. */
@NullMarked
package org.adclicks.pipeline.kafka;

import org.jspecify.annotations.NullMarked;
