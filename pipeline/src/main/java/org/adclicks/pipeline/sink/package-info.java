/** Where results go: the store's tables, written in batches of one partition. */
@NullMarked
package org.adclicks.pipeline.sink;

import org.jspecify.annotations.NullMarked;
