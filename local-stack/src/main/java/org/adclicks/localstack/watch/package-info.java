/** What job and service tell of their work, read as Prometheus reads it. */
@NullMarked
package org.adclicks.localstack.watch;

import org.jspecify.annotations.NullMarked;
