package org.adclicks.access;

import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Cassandra, and who we are to it.
 *
 * @param nodes to start from
 * @param datacenter of those nodes
 * @param configFile as {@link StoreAccess} reads it; null for a store open to everybody
 */
public record StoreTarget(List<HostPort> nodes, String datacenter, @Nullable Path configFile) {

  public StoreTarget {
    nodes = List.copyOf(nodes);
  }

  /** One node, open to everybody. */
  public static StoreTarget open(InetSocketAddress node, String datacenter) {
    return new StoreTarget(
        List.of(new HostPort(node.getAddress().getHostAddress(), node.getPort())),
        datacenter,
        null);
  }

  /** The same store for another user. */
  public StoreTarget as(@Nullable Path otherFile) {
    return new StoreTarget(nodes, datacenter, otherFile);
  }

  /**
   * A session still to be given a keyspace and the like.
   *
   * @throws SettingsFileException if the file cannot be used
   */
  public CqlSessionBuilder session() {
    return StoreSessions.builder(nodes, datacenter, StoreAccess.read(configFile));
  }

  /** The nodes, as options write them. */
  public String where() {
    return HostPort.join(nodes);
  }
}
