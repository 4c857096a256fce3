/** The pipeline's jobs: their commands, and a Flink cluster that runs one. */
@NullMarked
package org.adclicks.pipeline;

import org.jspecify.annotations.NullMarked;
