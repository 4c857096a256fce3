package org.adclicks.localstack.server;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.adclicks.localstack.secure.StackSecurity;
import org.jspecify.annotations.Nullable;

/** The settings of one small Kafka broker that is its own controller. */
final class KafkaServerSettings {

  private static final String CLIENTS = "CLIENTS";
  private static final String RELAYED = "RELAYED";
  private static final String PLAIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required";
  private static final String SCRAM =
      "org.apache.kafka.common.security.scram.ScramLoginModule required;";

  private KafkaServerSettings() {}

  /**
   * Writes server.properties into the broker's folder.
   *
   * @param security null for a broker open to everybody
   * @param relayed a second listener, of an open broker
   */
  static Path write(
      Path folder, Node node, @Nullable StackSecurity security, Optional<RelayedListener> relayed)
      throws IOException {
    Properties settings = new Properties();
    settings.setProperty("process.roles", "broker,controller");
    settings.setProperty("node.id", String.valueOf(node.number()));
    settings.setProperty("controller.quorum.voters", voters(node));
    settings.setProperty("controller.listener.names", "CONTROLLER");
    settings.setProperty(
        "listeners",
        "%s://%s:%d,CONTROLLER://%s:%d"
            .formatted(CLIENTS, node.address(), node.port(), node.address(), node.peerPort()));
    settings.setProperty("inter.broker.listener.name", CLIENTS);
    String protocol = security == null ? "PLAINTEXT" : "SASL_SSL";
    settings.setProperty(
        "listener.security.protocol.map", CLIENTS + ":" + protocol + ",CONTROLLER:" + protocol);
    relayed.ifPresent(listener -> listen(settings, node, listener));
    // Seen from the state folder, where the process runs: a comma in its path would part two
    // folders.
    settings.setProperty("log.dirs", folder.getFileName() + "/data");
    settings.setProperty("auto.create.topics.enable", "false");
    settings.setProperty("message.max.bytes", String.valueOf(Topic.MAX_MESSAGE_BYTES));
    settings.setProperty("group.initial.rebalance.delay.ms", "0");
    replicate(settings, node);
    settings.setProperty("offsets.topic.num.partitions", "4");
    settings.setProperty("transaction.state.log.num.partitions", "4");
    settings.setProperty("log.cleaner.dedupe.buffer.size", "8388608");
    Path file = folder.resolve("server.properties");
    if (security != null) {
      secure(settings, security);
    }
    StringWriter text = new StringWriter();
    settings.store(text, "written at every start");
    return security == null
        ? Files.writeString(file, text.toString())
        : security.writePrivate(file, text.toString());
  }

  private static void listen(Properties settings, Node node, RelayedListener relayed) {
    settings.setProperty(
        "listeners",
        settings.getProperty("listeners") + "," + RELAYED + "://127.0.0.1:" + relayed.port());
    settings.setProperty(
        "advertised.listeners",
        CLIENTS
            + "://"
            + node.address()
            + ":"
            + node.port()
            + ","
            + RELAYED
            + "://127.0.0.1:"
            + relayed.advertised());
    settings.setProperty(
        "listener.security.protocol.map",
        settings.getProperty("listener.security.protocol.map") + "," + RELAYED + ":PLAINTEXT");
  }

  /** Each is a voter, so that any of them may be lost. */
  private static String voters(Node node) {
    return Node.all(node.of(), node.port(), node.peerPort()).stream()
        .map(each -> each.number() + "@" + each.address() + ":" + each.peerPort())
        .collect(Collectors.joining(","));
  }

  private static void replicate(Properties settings, Node node) {
    String replicas = String.valueOf(node.replicas());
    // Of three, one may be missing; of one, none.
    String needed = String.valueOf(node.replicas() / 2 + 1);
    settings.setProperty("default.replication.factor", replicas);
    settings.setProperty("min.insync.replicas", needed);
    settings.setProperty("offsets.topic.replication.factor", replicas);
    settings.setProperty("transaction.state.log.replication.factor", replicas);
    settings.setProperty("transaction.state.log.min.isr", needed);
    settings.setProperty("share.coordinator.state.topic.replication.factor", replicas);
    settings.setProperty("share.coordinator.state.topic.min.isr", needed);
    if (!node.isAlone()) {
      // How long partitions of a lost broker are without a leader.
      settings.setProperty("broker.session.timeout.ms", "6000");
    }
  }

  /**
   * The broker's own user has its password here, since it must be known before the broker can
   * remember any; all others are in Kafka's metadata, by SCRAM.
   */
  private static void secure(Properties settings, StackSecurity security) {
    settings.setProperty("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512");
    settings.setProperty("sasl.mechanism.inter.broker.protocol", "PLAIN");
    settings.setProperty("sasl.mechanism.controller.protocol", "PLAIN");
    String admin = StackSecurity.KAFKA_ADMIN;
    String password = security.password(admin);
    String itself =
        PLAIN
            + (" username=\"" + admin + "\" password=\"" + password + "\"")
            + (" user_" + admin + "=\"" + password + "\";");
    for (String listener : new String[] {CLIENTS, "CONTROLLER"}) {
      String prefix = "listener.name." + listener.toLowerCase(Locale.ROOT) + ".";
      settings.setProperty(prefix + "plain.sasl.jaas.config", itself);
      settings.setProperty(prefix + "scram-sha-512.sasl.jaas.config", SCRAM);
    }
    settings.setProperty("ssl.keystore.type", "PKCS12");
    settings.setProperty("ssl.keystore.location", security.certificates().keystore().toString());
    settings.setProperty("ssl.keystore.password", security.storesPassword());
    settings.setProperty("ssl.key.password", security.storesPassword());
    settings.setProperty("ssl.truststore.type", "PKCS12");
    settings.setProperty(
        "ssl.truststore.location", security.certificates().truststore().toString());
    settings.setProperty("ssl.truststore.password", security.storesPassword());
    settings.setProperty(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    settings.setProperty("super.users", "User:" + admin);
  }
}
