/** The clicks themselves in blocks, by user and by ip. */
@NullMarked
package org.adclicks.transforms.index;

import org.jspecify.annotations.NullMarked;
