/**
 * What each engine is told: its options, completed and checked, and where an embedded one keeps
 * what it needs.
 */
@NullMarked
package org.adclicks.pipeline.engine;

import org.jspecify.annotations.NullMarked;
