package org.adclicks.pipeline.load;

import org.adclicks.pipeline.command.ClickSender;
import org.adclicks.pipeline.command.CommandFailure;

/** Lines into the clicks topic. */
record KafkaLineReceiver(ClickSender sender) implements LineReceiver {

  @Override
  public void openNewTopic() throws CommandFailure {
    sender.openingNewTopic();
  }

  @Override
  public void send(byte[] bytes, long lineLength) throws CommandFailure {
    sender.send(bytes, lineLength);
  }

  @Override
  public void sendHeartbeats(long millis) throws CommandFailure {
    sender.sendHeartbeats(millis);
  }

  @Override
  public void flush() throws CommandFailure {
    sender.flush();
  }
}
