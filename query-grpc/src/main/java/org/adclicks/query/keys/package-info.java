/** API keys: what each lets its holder ask, kept as hashes in a file that is followed. */
@NullMarked
package org.adclicks.query.keys;

import org.jspecify.annotations.NullMarked;
