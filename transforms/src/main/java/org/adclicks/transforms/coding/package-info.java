/** Values as bytes: the ground for coders. */
@NullMarked
package org.adclicks.transforms.coding;

import org.jspecify.annotations.NullMarked;
