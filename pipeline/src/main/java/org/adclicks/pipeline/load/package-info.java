/**
 * The load command: click log files into Kafka in order of click time, and an account of what
 * became of them.
 */
@NullMarked
package org.adclicks.pipeline.load;

import org.jspecify.annotations.NullMarked;
