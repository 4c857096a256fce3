package org.adclicks.localstack.server;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.adclicks.access.HostPort;
import org.adclicks.access.StoreTarget;
import org.adclicks.localstack.process.StackFailure;

/**
 * Waits until nodes that were started together know each other. Before, one that is asked whether
 * all have the same tables speaks of itself alone.
 */
public final class RingWatch {

  private static final long LOOK_MILLIS = 300;

  private RingWatch() {}

  /**
   * Back when each of so many nodes at this port knows all others, and their tables.
   *
   * @throws StackFailure if that takes longer than the patience
   */
  public static void await(int count, int port, Duration patience) {
    Instant deadline = Instant.now().plus(patience);
    for (String contact : Node.contacts(count, port).split(",", -1)) {
      StoreTarget one =
          new StoreTarget(HostPort.parseAll(contact), CassandraProcess.DATACENTER, null);
      try (CqlSession session = SchemaMigration.connect(one)) {
        while (known(session, contact) < count - 1) {
          if (Instant.now().isAfter(deadline)) {
            throw new StackFailure(
                "cassandra at %s does not know its %d others".formatted(contact, count - 1));
          }
          TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
      } catch (DriverException e) {
        throw new StackFailure(
            "cassandra at " + contact + " does not answer: " + e.getMessage(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StackFailure("interrupted while waiting for cassandra's nodes", e);
      }
    }
  }

  /** Of how many others a node knows the tables they have. */
  private static long known(CqlSession session, String contact) {
    SimpleStatement question =
        SimpleStatement.newInstance("SELECT host_id, schema_version FROM system.peers_v2");
    List<Row> peers =
        session.getMetadata().getNodes().values().stream()
            .filter(node -> node.getEndPoint().toString().contains(contact))
            .findFirst()
            .map(node -> session.execute(question.setNode(node)).all())
            .orElse(List.of());
    return peers.stream()
        .filter(peer -> !peer.isNull("host_id") && !peer.isNull("schema_version"))
        .count();
  }
}
