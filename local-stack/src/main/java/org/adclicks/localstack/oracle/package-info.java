/** The judge of every answer: SQL over the raw input lines, sharing no code with the rest. */
@NullMarked
package org.adclicks.localstack.oracle;

import org.jspecify.annotations.NullMarked;
