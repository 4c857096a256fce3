/** What is in topics and archive, record by record, so that it can be held against each other. */
@NullMarked
package org.adclicks.benchmarks.kept;

import org.jspecify.annotations.NullMarked;
