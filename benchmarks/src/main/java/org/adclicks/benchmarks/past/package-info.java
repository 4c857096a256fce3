/** Clicks of hours that are over: made, sent and said to be all. */
@NullMarked
package org.adclicks.benchmarks.past;

import org.jspecify.annotations.NullMarked;
