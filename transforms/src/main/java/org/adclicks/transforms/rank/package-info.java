/** Which ads lead, of all and of each country, over fixed and sliding windows. */
@NullMarked
package org.adclicks.transforms.rank;

import org.jspecify.annotations.NullMarked;
