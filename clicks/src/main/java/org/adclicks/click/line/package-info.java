/**
 * How a line of a log becomes a click, or is rejected and why: JSON and CSV, plain and odd. A pure
 * function of the line's bytes.
 */
@NullMarked
package org.adclicks.click.line;

import org.jspecify.annotations.NullMarked;
