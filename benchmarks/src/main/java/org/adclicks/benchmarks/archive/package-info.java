/** Archives made for measuring, and {@code bench storage}: what a click costs on disk. */
@NullMarked
package org.adclicks.benchmarks.archive;

import org.jspecify.annotations.NullMarked;
