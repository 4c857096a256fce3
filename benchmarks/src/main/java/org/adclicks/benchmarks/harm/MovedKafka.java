package org.adclicks.benchmarks.harm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The stack is stopped, and started again where Kafka's port is taken. */
public record MovedKafka() implements Harm {

  @Override
  public void happen(Scene scene) {
    scene.whileNothingIsSent(() -> move(scene));
  }

  private static void move(Scene scene) {
    BackgroundStack stack = scene.stack();
    int port = stack.endpoints().kafkaPort();
    stack.down();
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      stack.up();
      scene.say(
          "kafka moved from " + taken.getLocalPort() + " to " + stack.endpoints().kafkaPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
