/**
 * The command that runs the JMH benchmarks. They stand in packages named like the ones they
 * measure, {@code org.adclicks.transforms} or {@code org.adclicks.query.top}: what they measure is
 * visible only there.
 */
@NullMarked
package org.adclicks.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
