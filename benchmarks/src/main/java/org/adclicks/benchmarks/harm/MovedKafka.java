package org.adclicks.benchmarks.harm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.adclicks.benchmarks.harness.BenchmarkFailure;

/** The stack is stopped, and started again where Kafka's port is taken. */
public record MovedKafka() implements Harm {

  @Override
  public void happen(Scene scene) {
    scene.whileNothingIsSent(() -> move(scene));
  }

  private static void move(Scene scene) {
    BackgroundStack stack = scene.stack();
    int port = stack.endpoints().kafkaPort();
    int ofJobs = stack.kafkaOfJobs();
    stack.down();
    stack.moveRelayOfKafka();
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      stack.up();
      if (stack.kafkaOfJobs() == ofJobs) {
        throw new BenchmarkFailure("jobs find kafka where it was, on " + ofJobs);
      }
      scene.say(
          "kafka moved from %d to %d, for the jobs from %d to %d"
              .formatted(
                  taken.getLocalPort(),
                  stack.endpoints().kafkaPort(),
                  ofJobs,
                  stack.kafkaOfJobs()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
