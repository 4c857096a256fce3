package org.adclicks.pipeline.merge;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Lines one after another, in memory one at a time. */
public interface LineCursor extends Closeable {

  /** The next line, or null at the end. */
  @Nullable TimedLine next() throws IOException;
}
