package org.adclicks.access;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.ssl.ProgrammaticSslEngineFactory;
import java.util.List;

/** Sessions of Cassandra's own driver, made as a {@link StoreAccess} says. */
public final class StoreSessions {

  private StoreSessions() {}

  /** A session still to be given a keyspace and the like. */
  public static CqlSessionBuilder builder(
      List<HostPort> nodes, String datacenter, StoreAccess access) {
    CqlSessionBuilder builder =
        CqlSession.builder()
            .addContactPoints(nodes.stream().map(HostPort::address).toList())
            .withLocalDatacenter(datacenter);
    access.username().ifPresent(name -> builder.withAuthCredentials(name, access.password()));
    access
        .tls()
        .ifPresent(
            context ->
                builder.withSslEngineFactory(
                    // Names in certificates are of the hosts as they were given.
                    new ProgrammaticSslEngineFactory(
                        context, null, access.verifiesHosts(), false)));
    return builder;
  }
}
