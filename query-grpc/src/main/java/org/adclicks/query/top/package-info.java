/** Top lists merged from many, and the proof that the result is exact. */
@NullMarked
package org.adclicks.query.top;

import org.jspecify.annotations.NullMarked;
