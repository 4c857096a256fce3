package org.adclicks.localstack;

import java.util.List;
import org.adclicks.localstack.server.RelayedListener;

/**
 * Ports by which a stack's jobs and service reach its servers when something stands between them:
 * what hands bytes on from the first of two to the second, and may fail to.
 *
 * @param kafka by which its clients find it; the broker has a listener of its own for them
 * @param cassandra to connect to
 * @param cassandraServer where Cassandra listens
 */
public record RelayedPorts(RelayedListener kafka, int cassandra, int cassandraServer) {

  private static final String FORM = "\\d{1,5}:\\d{1,5},\\d{1,5}:\\d{1,5}";

  /**
   * Reads {@code KAFKA:SERVER,CASSANDRA:SERVER}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static RelayedPorts parse(String text) {
    if (!text.matches(FORM)) {
      throw new IllegalArgumentException(
          "'" + text + "' is not of the form KAFKA:SERVER,CASSANDRA:SERVER, all ports");
    }
    List<Integer> ports = List.of(text.split("[:,]", -1)).stream().map(Integer::parseInt).toList();
    return new RelayedPorts(
        new RelayedListener(ports.get(0), ports.get(1)), ports.get(2), ports.get(3));
  }

  /** What {@link #parse} reads. */
  @Override
  public String toString() {
    return kafka.advertised() + ":" + kafka.port() + "," + cassandra + ":" + cassandraServer;
  }

  /** As those behind the relays see a stack. */
  Endpoints seen(Endpoints endpoints) {
    return new Endpoints(
        endpoints.nodes(),
        kafka.advertised(),
        cassandra,
        endpoints.queryPort(),
        endpoints.metricsPort(),
        endpoints.storeMetricsPort(),
        endpoints.archiveDir(),
        endpoints.flinkPort(),
        endpoints.secretsDir());
  }
}
