package org.adclicks.access;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why Cassandra does not let somebody in, in one line that says what to do and holds no secret. */
public final class StoreRefusal {

  private StoreRefusal() {}

  /**
   * Nothing if the failure is another one, or may be over in a moment.
   *
   * @param where the nodes, as they were given
   * @param option that names the file of settings
   */
  public static Optional<String> of(Throwable failure, String where, String option) {
    String cassandra = "Cassandra at " + where + " refuses us: ";
    for (Throwable e : all(failure)) {
      if (e instanceof AuthenticationException) {
        return Optional.of(
            cassandra
                + (TlsRefusal.text(e).contains("no authenticator configured")
                    ? "it wants a user; " + option + " must name a file with username and password"
                    : "user or password is wrong; see username and password in " + option));
      }
      if (e instanceof UnauthorizedException) {
        return Optional.of(
            cassandra
                + "this user lacks a right ("
                + TlsRefusal.text(e)
                + "); ./adclicks schema print shows what it needs");
      }
      Optional<String> tls = TlsRefusal.of(e);
      if (tls.isPresent()) {
        return Optional.of(cassandra + tls.get() + "; see " + option);
      }
    }
    return Optional.empty();
  }

  /** Whether a node hangs up on us as one does that wants TLS from who has none. */
  public static boolean isHangUp(Throwable failure) {
    return all(failure).stream().anyMatch(ClosedConnectionException.class::isInstance);
  }

  /** What to say of a node that goes on hanging up. */
  public static String ofHangUp(String where, String option) {
    return "Cassandra at "
        + where
        + " hangs up: if it wants TLS, "
        + option
        + " must name a file with ssl.truststore.location";
  }

  private static List<Throwable> all(Throwable failure) {
    List<Throwable> all = new ArrayList<>();
    for (Throwable e : TlsRefusal.chain(failure)) {
      all.add(e);
      if (e instanceof AllNodesFailedException nodes) {
        nodes
            .getAllErrors()
            .values()
            .forEach(errors -> errors.forEach(error -> all.addAll(TlsRefusal.chain(error))));
      }
    }
    return all;
  }
}
