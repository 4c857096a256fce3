/**
 * What it costs and how fast it is: each benchmark measures us and a named peer side by side, in
 * one run, and checks that both gave the same answer.
 */
@NullMarked
package org.adclicks.benchmarks;

import org.jspecify.annotations.NullMarked;
