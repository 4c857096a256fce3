@NullMarked
package org.adclicks.transforms;

import org.jspecify.annotations.NullMarked;
