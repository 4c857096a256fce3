package org.adclicks.pipeline.generate;

import org.adclicks.pipeline.command.ClickSender;
import org.adclicks.pipeline.command.CommandFailure;

/** Lines into the clicks topic. */
record KafkaLineSink(ClickSender sender) implements LineSink {

  @Override
  public void write(byte[] line) throws CommandFailure {
    sender.send(line, line.length);
  }

  @Override
  public void finish() throws CommandFailure {
    sender.flush();
  }

  @Override
  public void close() {
    sender.close();
  }
}
