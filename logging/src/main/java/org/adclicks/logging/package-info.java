/** What the logs of long-running processes leave out. */
@org.jspecify.annotations.NullMarked
package org.adclicks.logging;
