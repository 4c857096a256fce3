package org.adclicks.pipeline.generate;

import org.adclicks.pipeline.command.CommandFailure;

/** Where generated lines go. */
interface LineSink extends AutoCloseable {

  void write(byte[] line) throws CommandFailure;

  /** Returns when all lines are where they belong. */
  void finish() throws CommandFailure;

  @Override
  void close();
}
