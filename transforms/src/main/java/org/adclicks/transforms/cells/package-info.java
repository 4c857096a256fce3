/** Clicks per minute, ad and scope: the one thing that is counted. */
@NullMarked
package org.adclicks.transforms.cells;

import org.jspecify.annotations.NullMarked;
