/** Each click once, within the lateness. */
@NullMarked
package org.adclicks.transforms.dedup;

import org.jspecify.annotations.NullMarked;
