/** The same clicks on every engine and way to the store. */
@NullMarked
package org.adclicks.benchmarks.ways;

import org.jspecify.annotations.NullMarked;
