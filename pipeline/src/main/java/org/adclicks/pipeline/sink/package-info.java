/** Where results go: the store's tables, written in single-partition batches, and Kafka topics. */
@NullMarked
package org.adclicks.pipeline.sink;

import org.jspecify.annotations.NullMarked;
