/** Several logs, sorted or not, as one in order of click time. */
@NullMarked
package org.adclicks.pipeline.merge;

import org.jspecify.annotations.NullMarked;
