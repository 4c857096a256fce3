/** State in parts, timers in event time, corrections gathered: the ground for stateful steps. */
@NullMarked
package org.adclicks.transforms.state;

import org.jspecify.annotations.NullMarked;
