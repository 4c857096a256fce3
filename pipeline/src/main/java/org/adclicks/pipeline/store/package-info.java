/**
 * The store as a worker reaches it: one session, requests that are tried again, so many at once.
 */
@NullMarked
package org.adclicks.pipeline.store;

import org.jspecify.annotations.NullMarked;
