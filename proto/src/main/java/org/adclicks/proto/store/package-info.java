/**
 * The store's contract: tables, partition buckets and versions, shared by those who write and those
 * who read.
 */
@NullMarked
package org.adclicks.proto.store;

import org.jspecify.annotations.NullMarked;
