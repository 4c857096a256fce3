package org.adclicks.transforms.state;

import org.apache.beam.sdk.transforms.DoFn;
import org.joda.time.Duration;

/**
 * A step that stamps what it puts out earlier than what it is working on, or sets timers that do.
 * It may only where something holds the watermark so long: an element of the same bundle, or a
 * timer.
 */
public abstract class BackdatingFn<InputT, OutputT> extends DoFn<InputT, OutputT> {

  private static final long serialVersionUID = 1L;

  @Override
  @SuppressWarnings("deprecation") // The only way to say so.
  public final Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }
}
