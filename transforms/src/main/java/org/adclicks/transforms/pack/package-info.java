/**
 * The clicks of a bundle packed by minute and shard, as bytes: shuffle, state and timers are paid
 * for by the pack (docs/decisions/0002).
 */
@NullMarked
package org.adclicks.transforms.pack;

import org.jspecify.annotations.NullMarked;
