/** The click pipeline: its graph, and the commands that run it and feed it. */
@NullMarked
package org.adclicks.pipeline;

import org.jspecify.annotations.NullMarked;
