/** Lines to clicks, with what is rejected apart; and how lines travel between steps. */
@NullMarked
package org.adclicks.transforms.parse;

import org.jspecify.annotations.NullMarked;
