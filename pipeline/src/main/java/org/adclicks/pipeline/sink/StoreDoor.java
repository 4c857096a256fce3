package org.adclicks.pipeline.sink;

import com.datastax.driver.core.Cluster;
import com.datastax.driver.core.Session;
import com.datastax.driver.core.exceptions.AuthenticationException;
import com.datastax.driver.core.exceptions.DriverException;
import com.datastax.driver.core.exceptions.InvalidQueryException;
import com.datastax.driver.core.exceptions.NoHostAvailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.adclicks.access.TlsRefusal;
import org.adclicks.pipeline.options.StoreSettings;

/** Knocks at the store before a job is made that could not get in, and would try for ever. */
public final class StoreDoor {

  private static final String OPTION = "--cassandraConfig";

  private StoreDoor() {}

  /**
   * Why it does not let us in, in one line that says what to do; nothing if it does, or is not
   * there at all, which may be over in a moment.
   */
  public static Optional<String> refusal(StoreSettings store) {
    try (Cluster cluster = StoreCluster.of(store);
        Session session = cluster.connect(store.keyspace())) {
      // So that all connections are up, and close without noise.
      session.execute("SELECT release_version FROM system.local");
      return Optional.empty();
    } catch (DriverException e) {
      return reason(e, store);
    }
  }

  private static Optional<String> reason(DriverException failure, StoreSettings store) {
    String cassandra = "Cassandra at " + store.where() + " refuses us: ";
    for (Throwable e : all(failure)) {
      String text = String.valueOf(e.getMessage());
      if (e instanceof AuthenticationException) {
        return Optional.of(
            cassandra
                + (text.contains("no authenticator")
                    ? "it wants a user; " + OPTION + " must name a file with username and password"
                    : "user or password is wrong; see username and password in " + OPTION));
      }
      if (e instanceof InvalidQueryException) {
        return Optional.of(cassandra + text + "; ./adclicks schema apply makes what is missing");
      }
      Optional<String> tls = TlsRefusal.of(e);
      if (tls.isPresent()) {
        return Optional.of(cassandra + tls.get() + "; see " + OPTION);
      }
    }
    boolean hangsUp =
        all(failure).stream().anyMatch(e -> String.valueOf(e.getMessage()).contains("closed"));
    return hangsUp
        ? Optional.of(
            "Cassandra at "
                + store.where()
                + " hangs up: if it wants TLS, "
                + OPTION
                + " must name a file with ssl.truststore.location")
        : Optional.empty();
  }

  private static List<Throwable> all(Throwable failure) {
    List<Throwable> all = new ArrayList<>(TlsRefusal.chain(failure));
    if (failure instanceof NoHostAvailableException nodes) {
      nodes.getErrors().values().forEach(error -> all.addAll(TlsRefusal.chain(error)));
    }
    return all;
  }
}
