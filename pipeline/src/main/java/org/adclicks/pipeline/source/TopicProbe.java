package org.adclicks.pipeline.source;

import java.util.Optional;

/** Looks at a topic as a whole, where a partition alone cannot tell what its silence means. */
@FunctionalInterface
interface TopicProbe {

  /**
   * The newest look; nothing before the first or when the topic could not be looked at lately. Does
   * not block.
   */
  Optional<TopicLook> newestLook();
}
