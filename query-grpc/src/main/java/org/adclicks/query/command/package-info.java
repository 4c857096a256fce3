/** The commands: serve, serve keys, query count, query top. */
@NullMarked
package org.adclicks.query.command;

import org.jspecify.annotations.NullMarked;
