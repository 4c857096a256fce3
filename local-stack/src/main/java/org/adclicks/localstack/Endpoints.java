package org.adclicks.localstack;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.stream.IntStream;
import org.adclicks.access.HostPort;
import org.adclicks.access.StoreTarget;
import org.adclicks.localstack.secure.StackSecurity;
import org.adclicks.localstack.server.CassandraProcess;
import org.adclicks.localstack.server.Node;
import org.jspecify.annotations.Nullable;

/**
 * Where a running stack can be reached, kept in {@code endpoints.properties} of its state folder
 * for other commands to find.
 *
 * <p>Units: ports, all on loopback.
 *
 * @param nodes of Kafka and Cassandra each, on addresses next to each other
 * @param storeMetricsPort of the job from the queue to the store, if there is one
 * @param flinkPort of the page of a Flink cluster, if there is one
 * @param secretsDir where clients of a secured stack find who they are; null for an open one
 */
public record Endpoints(
    int nodes,
    int kafkaPort,
    int cassandraPort,
    int queryPort,
    int metricsPort,
    OptionalInt storeMetricsPort,
    Path archiveDir,
    OptionalInt flinkPort,
    @Nullable Path secretsDir) {

  public static final String CLICKS_TOPIC = "clicks";
  public static final String REJECTED_TOPIC = "clicks-rejected";
  public static final String AGGREGATES_TOPIC = "click-aggregates";
  public static final String KEYSPACE = "adclicks";

  private static final String FILE = "endpoints.properties";
  private static final String NODES = "nodes";
  private static final String KAFKA = "kafka.bootstrap";
  private static final String CASSANDRA = "cassandra.contact";
  private static final String QUERY = "query.endpoint";
  private static final String METRICS = "metrics.endpoint";
  private static final String STORE_METRICS = "store.metrics.endpoint";

  /** Of a JobManager and two TaskManagers. */
  private static final int METRICS_PORTS = 3;

  private static final String ARCHIVE = "archive.dir";
  private static final String FLINK = "flink.page";
  private static final String SECRETS = "secrets.dir";
  private static final String HOST = "127.0.0.1:";

  /** Of a stack of one node, open to everybody and without a Flink cluster. */
  public Endpoints(
      int kafkaPort, int cassandraPort, int queryPort, int metricsPort, Path archiveDir) {
    this(
        1,
        kafkaPort,
        cassandraPort,
        queryPort,
        metricsPort,
        OptionalInt.empty(),
        archiveDir,
        OptionalInt.empty(),
        null);
  }

  /** What a client of Kafka reads to be this user of {@link StackSecurity}; null for nobody. */
  public @Nullable Path kafkaConfig(String user) {
    return secretsDir == null ? null : StackSecurity.kafkaFile(secretsDir, user);
  }

  /** What a client of Cassandra reads to be this user; null for nobody. */
  public @Nullable Path storeConfig(String user) {
    return secretsDir == null ? null : StackSecurity.storeFile(secretsDir, user);
  }

  /** Cassandra, as this user sees it. */
  public StoreTarget store(String user) {
    return new StoreTarget(
        HostPort.parseAll(cassandraContact()), CassandraProcess.DATACENTER, storeConfig(user));
  }

  public String kafkaBootstrap() {
    return Node.contacts(nodes, kafkaPort);
  }

  public String cassandraContact() {
    return Node.contacts(nodes, cassandraPort);
  }

  public InetSocketAddress cassandraAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), cassandraPort);
  }

  public String queryEndpoint() {
    return HOST + queryPort;
  }

  /** The page and the root of the REST paths. */
  public String url() {
    return "http://" + queryEndpoint();
  }

  /** Flink's own page. */
  public Optional<String> flinkUrl() {
    return flinkPort.stream().mapToObj(port -> "http://" + HOST + port).findFirst();
  }

  /**
   * Where the pipeline shows its metrics: on a cluster each process, on ports next to each other.
   */
  public List<String> metricsUrls() {
    return IntStream.range(metricsPort, metricsPort + (flinkPort.isPresent() ? METRICS_PORTS : 1))
        .mapToObj(port -> "http://" + HOST + port + "/metrics")
        .toList();
  }

  /** Where the job from the queue to the store shows its own, if there is one. */
  public Optional<String> storeMetricsUrl() {
    return storeMetricsPort.stream()
        .mapToObj(port -> "http://" + HOST + port + "/metrics")
        .findFirst();
  }

  /** Writes the file whole or not at all. */
  public void write(Path stateDir) {
    Properties values = new Properties();
    values.setProperty(NODES, String.valueOf(nodes));
    values.setProperty(KAFKA, kafkaBootstrap());
    values.setProperty(CASSANDRA, cassandraContact());
    values.setProperty("cassandra.datacenter", CassandraProcess.DATACENTER);
    values.setProperty("cassandra.keyspace", KEYSPACE);
    values.setProperty(QUERY, queryEndpoint());
    values.setProperty(METRICS, HOST + metricsPort);
    storeMetricsPort.ifPresent(port -> values.setProperty(STORE_METRICS, HOST + port));
    values.setProperty("clicks.topic", CLICKS_TOPIC);
    values.setProperty("rejected.topic", REJECTED_TOPIC);
    values.setProperty("aggregates.topic", AGGREGATES_TOPIC);
    values.setProperty(ARCHIVE, archiveDir.toString());
    flinkUrl().ifPresent(url -> values.setProperty(FLINK, url));
    if (secretsDir != null) {
      values.setProperty(SECRETS, secretsDir.toString());
      values.setProperty(
          "kafka.config",
          StackSecurity.kafkaFile(secretsDir, StackSecurity.KAFKA_LOADER).toString());
      values.setProperty(
          "cassandra.config",
          StackSecurity.storeFile(secretsDir, StackSecurity.STORE_WRITER).toString());
    }
    Path unfinished = stateDir.resolve(FILE + ".tmp");
    try {
      try (Writer out = Files.newBufferedWriter(unfinished)) {
        values.store(out, "the running stack");
      }
      Files.move(unfinished, stateDir.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@link #write} left, if anything. */
  public static Optional<Endpoints> read(Path stateDir) {
    Path file = stateDir.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties values = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      values.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.of(
        new Endpoints(
            Integer.parseInt(values.getProperty(NODES, "1")),
            port(values, KAFKA),
            port(values, CASSANDRA),
            port(values, QUERY),
            port(values, METRICS),
            portIfAny(values, STORE_METRICS),
            Path.of(values.getProperty(ARCHIVE, "")),
            portIfAny(values, FLINK),
            values.containsKey(SECRETS) ? Path.of(values.getProperty(SECRETS)) : null));
  }

  /** Forgets the stack of this folder. */
  public static void delete(Path stateDir) {
    try {
      Files.deleteIfExists(stateDir.resolve(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OptionalInt portIfAny(Properties values, String key) {
    return values.containsKey(key) ? OptionalInt.of(port(values, key)) : OptionalInt.empty();
  }

  private static int port(Properties values, String key) {
    // An earlier build knew fewer.
    String value = values.getProperty(key, "0");
    return Integer.parseInt(value.substring(value.lastIndexOf(':') + 1));
  }
}
