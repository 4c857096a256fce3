package org.adclicks.pipeline.store;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.InvalidKeyspaceException;
import java.util.Optional;
import org.adclicks.access.StoreRefusal;
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
    try (StoreSession session = StoreSession.open(store)) {
      session.cql().execute("SELECT release_version FROM system.local");
      return Optional.empty();
    } catch (DriverException e) {
      return reason(e, store.target().where());
    }
  }

  private static Optional<String> reason(DriverException failure, String where) {
    if (failure instanceof InvalidKeyspaceException) {
      return Optional.of(
          "Cassandra at "
              + where
              + " refuses us: "
              + failure.getMessage()
              + "; ./adclicks schema apply makes what is missing");
    }
    Optional<String> refusal = StoreRefusal.of(failure, where, OPTION);
    return refusal.isEmpty() && StoreRefusal.isHangUp(failure)
        ? Optional.of(StoreRefusal.ofHangUp(where, OPTION))
        : refusal;
  }
}
