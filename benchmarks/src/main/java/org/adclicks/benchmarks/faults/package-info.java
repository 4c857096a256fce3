/**
 * Whether answers stay right while parts of the whole system die, move and are added to: real
 * processes killed under load, every answer held against what the queue really held.
 */
@NullMarked
package org.adclicks.benchmarks.faults;

import org.jspecify.annotations.NullMarked;
