package org.adclicks.benchmarks.harm;

import java.util.List;
import org.adclicks.localstack.process.FreePort;

/**
 * What stands between a stack's jobs and service and its servers, for as long as this JVM lives.
 * Those who send and ask from outside have ways of their own.
 */
public final class Relays implements AutoCloseable {

  private static final long LATE_MILLIS = 100;

  private final int kafkaPort = FreePort.any();
  private final int cassandraPort = FreePort.any();
  private final Relay kafka = Relay.to(kafkaPort, LATE_MILLIS);
  private final Relay cassandra = Relay.to(cassandraPort, LATE_MILLIS);

  /** What {@code up} is told of them. */
  public List<String> options() {
    return List.of(
        "--relays=%d:%d,%d:%d".formatted(kafka.port(), kafkaPort, cassandra.port(), cassandraPort));
  }

  void set(Relay.Way way) {
    kafka.set(way);
    cassandra.set(way);
  }

  void cut() {
    kafka.cut();
    cassandra.cut();
  }

  @Override
  public void close() {
    kafka.close();
    cassandra.close();
  }
}
