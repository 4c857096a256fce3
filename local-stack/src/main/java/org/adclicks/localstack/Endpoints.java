package org.adclicks.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.adclicks.access.HostPort;
import org.adclicks.access.StackFile;
import org.adclicks.access.StackFile.Entry;
import org.adclicks.access.StoreTarget;
import org.adclicks.localstack.secure.StackSecurity;
import org.adclicks.localstack.server.CassandraProcess;
import org.adclicks.localstack.server.Node;
import org.jspecify.annotations.Nullable;

/**
 * Where a running stack can be reached, kept in a {@link StackFile} of its state folder for other
 * commands to find.
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

  /** Of a JobManager and two TaskManagers. */
  private static final int METRICS_PORTS = 3;

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

  /** Writes them down, whole or not at all. */
  public void write(Path stateDir) {
    Map<Entry, String> values = new EnumMap<>(Entry.class);
    values.put(Entry.NODES, String.valueOf(nodes));
    values.put(Entry.KAFKA, kafkaBootstrap());
    values.put(Entry.CASSANDRA, cassandraContact());
    values.put(Entry.DATACENTER, CassandraProcess.DATACENTER);
    values.put(Entry.KEYSPACE, KEYSPACE);
    values.put(Entry.QUERY, queryEndpoint());
    values.put(Entry.METRICS, HOST + metricsPort);
    storeMetricsPort.ifPresent(port -> values.put(Entry.STORE_METRICS, HOST + port));
    values.put(Entry.CLICKS_TOPIC, CLICKS_TOPIC);
    values.put(Entry.REJECTED_TOPIC, REJECTED_TOPIC);
    values.put(Entry.AGGREGATES_TOPIC, AGGREGATES_TOPIC);
    values.put(Entry.ARCHIVE, archiveDir.toString());
    flinkUrl().ifPresent(url -> values.put(Entry.FLINK, url));
    if (secretsDir != null) {
      values.put(Entry.SECRETS, secretsDir.toString());
      values.put(
          Entry.KAFKA_CONFIG,
          StackSecurity.kafkaFile(secretsDir, StackSecurity.KAFKA_LOADER).toString());
      values.put(
          Entry.STORE_CONFIG,
          StackSecurity.storeFile(secretsDir, StackSecurity.STORE_WRITER).toString());
    }
    try {
      StackFile.write(stateDir, values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@link #write} left, if anything. */
  public static Optional<Endpoints> read(Path stateDir) {
    try {
      return StackFile.read(stateDir).map(Endpoints::of);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Endpoints of(StackFile file) {
    return new Endpoints(
        file.value(Entry.NODES).map(Integer::parseInt).orElse(1),
        port(file, Entry.KAFKA),
        port(file, Entry.CASSANDRA),
        port(file, Entry.QUERY),
        port(file, Entry.METRICS),
        portIfAny(file, Entry.STORE_METRICS),
        Path.of(file.value(Entry.ARCHIVE).orElse("")),
        portIfAny(file, Entry.FLINK),
        file.value(Entry.SECRETS).map(Path::of).orElse(null));
  }

  /** Forgets the stack of this folder. */
  public static void delete(Path stateDir) {
    try {
      Files.deleteIfExists(StackFile.in(stateDir));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OptionalInt portIfAny(StackFile file, Entry entry) {
    return file.value(entry).stream().mapToInt(Endpoints::port).findFirst();
  }

  private static int port(StackFile file, Entry entry) {
    return portIfAny(file, entry).orElse(0);
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }
}
