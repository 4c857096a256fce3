package org.adclicks.pipeline.source;

import java.util.Optional;

/** Tells how far the others have come, which a reader of some partitions cannot see. */
@FunctionalInterface
interface NewestTimeProbe {

  /** The newest look; nothing while none has found a click or heartbeat. Does not block. */
  Optional<NewestTime> newestTime();
}
