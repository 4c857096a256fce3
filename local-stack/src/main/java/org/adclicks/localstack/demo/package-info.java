/** The demo: sample clicks through the whole system, and every answer checked by the oracle. */
@NullMarked
package org.adclicks.localstack.demo;

import org.jspecify.annotations.NullMarked;
