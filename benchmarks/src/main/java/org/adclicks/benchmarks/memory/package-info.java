/** What the pipeline's state takes of a heap, measured on the objects themselves. */
@NullMarked
package org.adclicks.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
