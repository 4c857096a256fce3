@NullMarked
package org.adclicks.proto.store;

import org.jspecify.annotations.NullMarked;
