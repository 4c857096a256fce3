package org.adclicks.pipeline.sink;

import com.datastax.driver.core.Cluster;
import com.datastax.driver.core.PlainTextAuthProvider;
import com.datastax.driver.core.policies.DCAwareRoundRobinPolicy;
import com.datastax.driver.core.policies.TokenAwarePolicy;
import java.nio.file.Path;
import org.adclicks.access.StoreAccess;
import org.adclicks.pipeline.options.StoreSettings;

/** The store's nodes, for whoever reads from them, with the access its file gives now. */
public final class StoreCluster {

  private StoreCluster() {}

  /** Nothing is connected yet. */
  public static Cluster of(StoreSettings store) {
    StoreAccess access =
        StoreAccess.read(store.configFile() == null ? null : Path.of(store.configFile()));
    Cluster.Builder builder =
        Cluster.builder()
            .addContactPoints(store.hosts().toArray(String[]::new))
            .withPort(store.port())
            .withLoadBalancingPolicy(
                new TokenAwarePolicy(
                    DCAwareRoundRobinPolicy.builder().withLocalDc(store.datacenter()).build()))
            .withoutJMXReporting();
    access
        .username()
        .ifPresent(
            name -> builder.withAuthProvider(new PlainTextAuthProvider(name, access.password())));
    access.tls().ifPresent(context -> builder.withSSL(new HostCheckingTls(context, access)));
    return builder.build();
  }
}
