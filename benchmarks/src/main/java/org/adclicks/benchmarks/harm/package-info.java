/** What can be done to a running stack, and the stack it is done to. */
@NullMarked
package org.adclicks.benchmarks.harm;

import org.jspecify.annotations.NullMarked;
