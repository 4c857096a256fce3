/** What every client of the query service needs besides its stub. */
@NullMarked
package org.adclicks.proto.client;

import org.jspecify.annotations.NullMarked;
