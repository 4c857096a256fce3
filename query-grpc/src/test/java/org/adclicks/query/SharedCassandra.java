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
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.query.service.ServiceSettings;
import org.adclicks.query.store.StoreConnection;
import org.jspecify.annotations.Nullable;

/** One real Cassandra for all tests of a run, a keyspace of its own for each that asks. */
public final class SharedCassandra {

  private static final String TEMPLATE = "template";
  private static final CassandraProcess PROCESS = start();

  /** What a keyspace has that went through all steps, at half the statements; null at first. */
  private static @Nullable String description;

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
    copyOfTemplate(name);
    return keyspace(address(), name);
  }

  private static synchronized void copyOfTemplate(String name) {
    if (description == null) {
      SchemaMigration.migrate(address(), CassandraProcess.DATACENTER, TEMPLATE);
    }
    try (CqlSession session = SchemaMigration.connect(address(), CassandraProcess.DATACENTER)) {
      if (description == null) {
        description =
            session
                .setSchemaMetadataEnabled(true)
                .toCompletableFuture()
                .join()
                .getKeyspace(TEMPLATE)
                .orElseThrow()
                .describeWithChildren(false);
      }
      if (session
              .execute("SELECT * FROM system_schema.keyspaces WHERE keyspace_name = '" + name + "'")
              .one()
          != null) {
        return;
      }
      for (String statement : description.replace(quoted(TEMPLATE), quoted(name)).split(";", -1)) {
        if (!statement.isBlank()) {
          session.execute(statement);
        }
      }
      session.execute(
          "INSERT INTO %s.schema_version (version, applied) VALUES (%d, toTimestamp(now()))"
              .formatted(quoted(name), StoreSchema.VERSION));
    }
  }

  private static String quoted(String name) {
    return '"' + name + '"';
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
