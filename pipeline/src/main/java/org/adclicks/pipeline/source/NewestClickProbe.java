package org.adclicks.pipeline.source;

import java.util.Optional;

/** Tells how far the others' clicks have come, which a reader of some partitions cannot see. */
@FunctionalInterface
interface NewestClickProbe {

  /** The newest look; nothing while none has found a click. Does not block. */
  Optional<NewestClick> newestClick();
}
