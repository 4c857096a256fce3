package org.adclicks.query;

import com.datastax.oss.driver.api.core.CqlSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.adclicks.access.StoreTarget;
import org.adclicks.localstack.server.CassandraProcess;
import org.adclicks.localstack.server.SchemaMigration;
import org.adclicks.query.service.ServiceSettings;
import org.adclicks.query.store.StoreConnection;

/** One real Cassandra for all tests of a run, a keyspace of its own for each that asks. */
public final class SharedCassandra {

  private static final CassandraProcess PROCESS = start();

  private SharedCassandra() {}

  private static CassandraProcess start() {
    try {
      Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "cassandra");
      CassandraProcess process = CassandraProcess.startOnce(folder);
      Runtime.getRuntime().addShutdownHook(new Thread(process::close, "stop-cassandra"));
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static InetSocketAddress address() {
    return PROCESS.address();
  }

  /** A session of the kind the service uses, to a keyspace with the schema in it. */
  public static CqlSession keyspace(String name) {
    return keyspace(address(), name);
  }

  public static CqlSession keyspace(InetSocketAddress address, String name) {
    SchemaMigration.migrate(address, CassandraProcess.DATACENTER, name);
    try {
      return new StoreConnection(
              StoreTarget.open(address, CassandraProcess.DATACENTER),
              name,
              ServiceSettings.newMetrics())
          .connect(Duration.ofMinutes(1));
    } catch (StoreConnection.StoreMissingException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
