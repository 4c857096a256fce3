/**
 * The pipeline's transforms, pure Beam: what is counted and how, with no word about where clicks
 * come from or where totals go.
 */
@NullMarked
package org.adclicks.transforms;

import org.jspecify.annotations.NullMarked;
