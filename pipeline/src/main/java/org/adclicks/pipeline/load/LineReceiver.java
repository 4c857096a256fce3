package org.adclicks.pipeline.load;

import org.adclicks.pipeline.command.CommandFailure;

/** Who takes the lines of logs. */
interface LineReceiver {

  /** Before the first line: makes a new topic ready for lines of the past. */
  void openNewTopic() throws CommandFailure;

  /**
   * Takes one line.
   *
   * @param lineLength of the whole line, where the bytes are only its beginning
   */
  void send(byte[] bytes, long lineLength) throws CommandFailure;

  /** Hears that nothing older comes any more. */
  void sendHeartbeats(long millis) throws CommandFailure;

  /** Returns when all that was sent is where it belongs. */
  void flush() throws CommandFailure;
}
