/** Questions about users and ips, while their clicks are being written. */
@NullMarked
package org.adclicks.benchmarks.people;

import org.jspecify.annotations.NullMarked;
