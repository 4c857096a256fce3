/** Which stretches of time were counted, kept and written, as readers are told. */
@NullMarked
package org.adclicks.pipeline.spans;

import org.jspecify.annotations.NullMarked;
