/**
 * What the commands share: a failure as a line and an exit code, Ctrl-C, times as options, and the
 * running stack with a sender to its queue.
 */
@NullMarked
package org.adclicks.pipeline.command;

import org.jspecify.annotations.NullMarked;
