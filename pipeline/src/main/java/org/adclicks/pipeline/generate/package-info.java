/** The generate command: click logs made up from a seed, to a file or straight into Kafka. */
@NullMarked
package org.adclicks.pipeline.generate;

import org.jspecify.annotations.NullMarked;
