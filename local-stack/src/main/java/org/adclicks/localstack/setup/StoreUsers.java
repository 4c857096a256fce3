package org.adclicks.localstack.setup;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.adclicks.access.StoreAccess;
import org.adclicks.access.StoreSessions;
import org.adclicks.access.StoreTarget;
import org.adclicks.localstack.process.StackFailure;
import org.adclicks.localstack.secure.StackSecurity;
import org.adclicks.localstack.server.SchemaMigration;

/** The users of a local stack's Cassandra. */
public final class StoreUsers {

  /** Whom a new Cassandra knows, with this as the password. */
  private static final String BORN_WITH = "cassandra";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 250;

  private StoreUsers() {}

  /**
   * Makes our own superuser of a new Cassandra, and removes the one everybody knows.
   *
   * @param store as our superuser sees it
   * @throws StackFailure if neither of them is let in
   */
  public static void takeOver(StoreTarget store, StackSecurity security) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (true) {
      try {
        if (!isOurs(store)) {
          createAdmin(store, security);
        }
        try (CqlSession session = SchemaMigration.connect(store)) {
          session.execute("DROP ROLE IF EXISTS " + BORN_WITH);
        }
        return;
      } catch (DriverException e) {
        // It makes its first user a moment after it has begun to listen.
        if (Instant.now().isAfter(deadline)) {
          throw new StackFailure("cassandra lets in none of its users: " + e.getMessage(), e);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
      }
    }
  }

  private static boolean isOurs(StoreTarget store) {
    try (CqlSession session = SchemaMigration.connect(store)) {
      return !session.isClosed();
    } catch (AllNodesFailedException e) {
      return false;
    }
  }

  private static void createAdmin(StoreTarget store, StackSecurity security) {
    StoreAccess ours = StoreAccess.read(store.configFile());
    try (CqlSession session =
        StoreSessions.builder(store.nodes(), store.datacenter(), ours)
            .withAuthCredentials(BORN_WITH, BORN_WITH)
            .build()) {
      session.execute(
          "CREATE ROLE IF NOT EXISTS "
              + StackSecurity.STORE_ADMIN
              + " WITH SUPERUSER = true AND LOGIN = true AND PASSWORD = '"
              + security.password(StackSecurity.STORE_ADMIN)
              + "'");
    }
  }

  /** Makes writer and reader, with their rights and passwords. */
  public static void remember(StoreTarget store, StackSecurity security, SchemaPlan plan) {
    try (CqlSession session = SchemaMigration.connect(store)) {
      new SchemaSetup(session, plan)
          .applyRoles(
              Map.of(
                  plan.writer(), security.password(plan.writer()),
                  plan.reader(), security.password(plan.reader())));
    } catch (DriverException e) {
      throw new StackFailure("cassandra refused its users: " + e.getMessage(), e);
    }
  }
}
