package org.adclicks.pipeline.load;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Lines one after another, in memory one at a time. */
interface LineCursor extends Closeable {

  /** The next line, or null at the end. */
  @Nullable TimedLine next() throws IOException;
}
