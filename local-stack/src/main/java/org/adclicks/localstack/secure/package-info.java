/**
 * What makes a local stack a secured one: certificates, users, and the files their clients read.
 */
@NullMarked
package org.adclicks.localstack.secure;

import org.jspecify.annotations.NullMarked;
