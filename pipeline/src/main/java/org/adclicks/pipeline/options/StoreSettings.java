package org.adclicks.pipeline.options;

import java.io.Serializable;
import java.util.List;

/**
 * Where the Cassandra keyspace is.
 *
 * @param hosts contact points, without ports
 * @param consistency of writes, as Cassandra names it
 */
public record StoreSettings(
    List<String> hosts, int port, String keyspace, String datacenter, String consistency)
    implements Serializable {

  public StoreSettings {
    hosts = List.copyOf(hosts);
  }
}
