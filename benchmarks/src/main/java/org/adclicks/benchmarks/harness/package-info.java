/** What all benchmarks share. */
@NullMarked
package org.adclicks.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
