package org.adclicks.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.adclicks.access.KafkaConfigFile;
import org.adclicks.access.StoreTarget;
import org.adclicks.localstack.process.FreePort;
import org.adclicks.localstack.secure.StackSecurity;
import org.adclicks.localstack.server.CassandraProcess;
import org.adclicks.localstack.server.KafkaProcess;
import org.adclicks.localstack.server.StackSizes;
import org.adclicks.localstack.setup.KafkaUsers;
import org.adclicks.localstack.setup.StoreUsers;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** A Kafka and a Cassandra that know their users, over TLS, and have nothing else yet. */
final class SecuredServers implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(2);

  private final StackSecurity security;
  private final KafkaProcess kafka;
  private final CassandraProcess cassandra;

  private SecuredServers(StackSecurity security, KafkaProcess kafka, CassandraProcess cassandra) {
    this.security = security;
    this.kafka = kafka;
    this.cassandra = cassandra;
  }

  static SecuredServers start(Path folder) throws IOException {
    StackSecurity security = StackSecurity.in(folder);
    KafkaProcess kafka =
        KafkaProcess.start(folder, FreePort.any(), StackSizes.small(), START, security);
    CassandraProcess cassandra;
    try {
      cassandra =
          CassandraProcess.start(
              folder, FreePort.any(), StackSizes.small().withThrowAwayCassandra(), START, security);
    } catch (RuntimeException e) {
      kafka.close();
      throw e;
    }
    SecuredServers servers = new SecuredServers(security, kafka, cassandra);
    try {
      kafka.withAdmin(admin -> KafkaUsers.remember(admin, security));
      StoreUsers.takeOver(servers.store(StackSecurity.STORE_ADMIN), security);
    } catch (RuntimeException e) {
      servers.close();
      throw e;
    }
    return servers;
  }

  StackSecurity security() {
    return security;
  }

  String bootstrap() {
    return kafka.bootstrapServers();
  }

  String contact() {
    return "127.0.0.1:" + cassandra.port();
  }

  /** Cassandra as this user sees it. */
  StoreTarget store(String user) {
    return StoreTarget.open(cassandra.address(), CassandraProcess.DATACENTER)
        .as(security.storeFile(user));
  }

  /** What clients of a user of Kafka are made of. */
  User kafka(String user) {
    return new User(KafkaConfigFile.read(security.kafkaFile(user)), bootstrap());
  }

  /** What clients of one user are made of. */
  record User(KafkaConfigFile config, String bootstrap) {

    Map<String, Object> asAdmin() {
      return at(config.admin());
    }

    Map<String, Object> asReader() {
      return at(config.consumer());
    }

    Map<String, Object> asWriter() {
      return at(config.producer());
    }

    private Map<String, Object> at(Map<String, Object> settings) {
      Map<String, Object> all = new HashMap<>(settings);
      all.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
      return all;
    }
  }

  @Override
  public void close() {
    kafka.close();
    cassandra.close();
  }
}
