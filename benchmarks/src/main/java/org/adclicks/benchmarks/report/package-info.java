/** What every benchmark prints: the machine, the figures, the ratios; as Markdown and as JSON. */
@NullMarked
package org.adclicks.benchmarks.report;

import org.jspecify.annotations.NullMarked;
