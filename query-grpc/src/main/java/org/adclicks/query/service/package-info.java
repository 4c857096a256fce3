/**
 * The questions answered, over gRPC and REST: which way to take, what it may cost, how errors look.
 */
@NullMarked
package org.adclicks.query.service;

import org.jspecify.annotations.NullMarked;
