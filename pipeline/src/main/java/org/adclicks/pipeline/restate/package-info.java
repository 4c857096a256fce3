/** Hours counted anew from the archive: what their rows should be, written or compared. */
@NullMarked
package org.adclicks.pipeline.restate;

import org.jspecify.annotations.NullMarked;
