/** Counts minutes that are still open, anew every few seconds. */
@NullMarked
package org.adclicks.transforms.open;

import org.jspecify.annotations.NullMarked;
