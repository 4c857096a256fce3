/** Where log lines come from: Kafka, with a watermark made from the clicks' own times. */
@NullMarked
package org.adclicks.pipeline.source;

import org.jspecify.annotations.NullMarked;
