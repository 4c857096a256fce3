package org.adclicks.pipeline;

import com.datastax.oss.driver.api.core.CqlSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.adclicks.localstack.server.CassandraProcess;
import org.adclicks.localstack.server.KafkaProcess;
import org.adclicks.localstack.server.SchemaMigration;
import org.adclicks.localstack.server.Topic;
import org.adclicks.pipeline.options.StoreSettings;

/** A real Kafka and a real Cassandra, started once for all integration tests of this JVM. */
public final class RealServers {

  private static final class Holder {
    static final RealServers SERVERS = start();
  }

  private final KafkaProcess kafka;
  private final CassandraProcess cassandra;

  private RealServers(KafkaProcess kafka, CassandraProcess cassandra) {
    this.kafka = kafka;
    this.cassandra = cassandra;
  }

  public static RealServers get() {
    return Holder.SERVERS;
  }

  private static RealServers start() {
    try {
      Path folder = Files.createTempDirectory(Path.of("target"), "servers-");
      KafkaProcess kafka = KafkaProcess.start(folder);
      CassandraProcess cassandra = CassandraProcess.startOnce(folder);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    kafka.close();
                    cassandra.close();
                  }));
      return new RealServers(kafka, cassandra);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  public int cassandraPort() {
    return cassandra.port();
  }

  public void createTopics(Map<String, Integer> partitionsByName) {
    kafka.createTopics(
        partitionsByName.entrySet().stream()
            .map(topic -> Topic.byArrival(topic.getKey(), topic.getValue()))
            .toArray(Topic[]::new));
  }

  /** Where the keyspace is. */
  public StoreSettings store(String name) {
    return new StoreSettings(
        List.of("127.0.0.1"), cassandra.port(), name, CassandraProcess.DATACENTER, "LOCAL_QUORUM");
  }

  /** A session in a keyspace of its own, with our tables. */
  public CqlSession keyspace(String name) {
    SchemaMigration.migrate(cassandra.address(), CassandraProcess.DATACENTER, name);
    CqlSession session = SchemaMigration.connect(cassandra.address(), CassandraProcess.DATACENTER);
    session.execute("USE " + name);
    return session;
  }
}
