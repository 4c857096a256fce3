/** What is wrong in the store is found, named and put right from the archive. */
@NullMarked
package org.adclicks.benchmarks.corrections;

import org.jspecify.annotations.NullMarked;
