/** Hours from stored minutes and days from stored hours, each once it is final. */
@NullMarked
package org.adclicks.pipeline.rollup;

import org.jspecify.annotations.NullMarked;
