/** What the job tells of its own work, for Prometheus: the same names on every engine. */
@NullMarked
package org.adclicks.pipeline.metrics;

import org.jspecify.annotations.NullMarked;
