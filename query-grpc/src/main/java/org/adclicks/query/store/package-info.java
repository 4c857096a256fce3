/** What is read from Cassandra, and how far it reaches. */
@NullMarked
package org.adclicks.query.store;

import org.jspecify.annotations.NullMarked;
