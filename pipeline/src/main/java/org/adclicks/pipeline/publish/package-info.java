/** What goes to topics (and, without Kafka, files): aggregates and rejected lines. */
@NullMarked
package org.adclicks.pipeline.publish;

import org.jspecify.annotations.NullMarked;
