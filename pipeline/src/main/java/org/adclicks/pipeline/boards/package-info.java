/** Leaderboards on their way to the store: never behind what is there, a row each. */
@NullMarked
package org.adclicks.pipeline.boards;

import org.jspecify.annotations.NullMarked;
