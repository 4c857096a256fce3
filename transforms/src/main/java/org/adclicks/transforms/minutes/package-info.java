/** What is known of each minute, how far all of it is complete, and when a click is late. */
@NullMarked
package org.adclicks.transforms.minutes;

import org.jspecify.annotations.NullMarked;
