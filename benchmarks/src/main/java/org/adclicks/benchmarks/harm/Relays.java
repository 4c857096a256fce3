package org.adclicks.benchmarks.harm;

import java.util.List;
import org.adclicks.localstack.process.FreePort;

/**
 * What stands between a stack's jobs and service and its servers, for as long as this JVM lives.
 * Those who send and ask from outside have ways of their own.
 *
 * <p>Shape: not for several threads.
 */
public final class Relays implements AutoCloseable {

  private static final long LATE_MILLIS = 100;

  private final int cassandraPort = FreePort.any();
  private int kafkaPort = FreePort.any();
  private Relay kafka = Relay.to(kafkaPort, LATE_MILLIS);
  private final Relay cassandra = Relay.to(cassandraPort, LATE_MILLIS);

  /** What {@code up} is told of them. */
  public List<String> options() {
    return List.of(
        "--relays=%d:%d,%d:%d".formatted(kafka.port(), kafkaPort, cassandra.port(), cassandraPort));
  }

  /** Where the jobs find Kafka. */
  int kafka() {
    return kafka.port();
  }

  /** Kafka is elsewhere from the next start on, for the jobs too. */
  void moveKafka() {
    Relay before = kafka;
    kafkaPort = FreePort.any();
    kafka = Relay.to(kafkaPort, LATE_MILLIS);
    before.close();
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
