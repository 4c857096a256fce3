/**
 * What a click is: its fields and their rules, and the scopes it counts in. No Beam and no IO, so
 * that pipeline, store, service and page share one truth.
 */
@NullMarked
package org.adclicks.click;

import org.jspecify.annotations.NullMarked;
