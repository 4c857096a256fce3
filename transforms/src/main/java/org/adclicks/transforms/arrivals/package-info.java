/**
 * Follows what readers hand over until it is counted, to say how far everything that has arrived
 * is.
 */
@NullMarked
package org.adclicks.transforms.arrivals;

import org.jspecify.annotations.NullMarked;
