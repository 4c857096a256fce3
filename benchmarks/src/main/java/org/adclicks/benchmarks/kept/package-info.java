/**
 * What is in topics, archive and tables, record by record and row by row, so that it can be held
 * against each other.
 */
@NullMarked
package org.adclicks.benchmarks.kept;

import org.jspecify.annotations.NullMarked;
