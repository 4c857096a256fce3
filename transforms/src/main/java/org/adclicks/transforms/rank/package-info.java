/** Which ads lead, of all and of each narrower scope, over fixed and sliding windows. */
@NullMarked
package org.adclicks.transforms.rank;

import org.jspecify.annotations.NullMarked;
