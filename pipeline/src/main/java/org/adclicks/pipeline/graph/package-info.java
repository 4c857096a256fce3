/** The graphs of the jobs: lists of transforms, and where one may be cut in two. */
@NullMarked
package org.adclicks.pipeline.graph;

import org.jspecify.annotations.NullMarked;
