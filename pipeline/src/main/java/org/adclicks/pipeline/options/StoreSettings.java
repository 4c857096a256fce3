package org.adclicks.pipeline.options;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import org.adclicks.access.HostPort;
import org.adclicks.access.StoreTarget;
import org.jspecify.annotations.Nullable;

/**
 * Where the Cassandra keyspace is.
 *
 * @param hosts contact points, without ports
 * @param consistency of writes, as Cassandra names it
 * @param configFile who we are to it, read by whoever connects; null for a store open to everybody
 */
public record StoreSettings(
    List<String> hosts,
    int port,
    String keyspace,
    String datacenter,
    String consistency,
    @Nullable String configFile)
    implements Serializable {

  public StoreSettings {
    hosts = List.copyOf(hosts);
  }

  /** Of a store open to everybody. */
  public StoreSettings(
      List<String> hosts, int port, String keyspace, String datacenter, String consistency) {
    this(hosts, port, keyspace, datacenter, consistency, null);
  }

  /** The nodes, and who we are to them. */
  public StoreTarget target() {
    return new StoreTarget(
        hosts.stream().map(host -> new HostPort(host, port)).toList(),
        datacenter,
        configFile == null ? null : Path.of(configFile));
  }
}
