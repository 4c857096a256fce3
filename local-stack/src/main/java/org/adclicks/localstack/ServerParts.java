package org.adclicks.localstack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.adclicks.access.StoreTarget;
import org.adclicks.localstack.process.ChildProcess;
import org.adclicks.localstack.process.FreePort;
import org.adclicks.localstack.process.StackFailure;
import org.adclicks.localstack.secure.StackSecurity;
import org.adclicks.localstack.server.CassandraProcess;
import org.adclicks.localstack.server.CassandraRing;
import org.adclicks.localstack.server.KafkaProcess;
import org.adclicks.localstack.server.Node;
import org.adclicks.localstack.server.RingWatch;
import org.adclicks.localstack.server.SchemaMigration;
import org.adclicks.localstack.setup.KafkaUsers;
import org.adclicks.localstack.setup.SchemaPlan;
import org.adclicks.localstack.setup.StoreUsers;
import org.adclicks.localstack.setup.TopicPlan;
import org.adclicks.localstack.setup.TopicSetup;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a stack: Kafka and Cassandra, one of each or several, with the topics and tables
 * the system wants of them.
 */
final class ServerParts {

  // One per core of a small machine and one to spare: Flink reads a split per subtask best.
  private static final int CLICKS_PARTITIONS = 4;

  private static final String KAFKA = "kafka";
  private static final String CASSANDRA = "cassandra";

  private final StackPlan plan;
  private final Endpoints endpoints;
  private final @Nullable StackSecurity security;
  private final List<Part> kafka;
  private final List<Part> cassandra;
  private volatile @Nullable KafkaProcess broker;
  private volatile int schemaSteps;

  private ServerParts(
      StackPlan plan,
      Endpoints endpoints,
      @Nullable StackSecurity security,
      @Nullable CassandraRing ring) {
    this.plan = plan;
    this.endpoints = endpoints;
    this.security = security;
    if (ring == null) {
      this.kafka = List.of(new Part(KAFKA, this::startOnlyBroker));
      this.cassandra = List.of(new Part(CASSANDRA, this::startOnlyNode));
    } else {
      int controllerPort = Node.portFor(plan.nodes(), FreePort.any());
      this.kafka =
          parts(KAFKA, Node.all(plan.nodes(), endpoints.kafkaPort(), controllerPort), this::broker);
      this.cassandra =
          parts(
              CASSANDRA,
              Node.all(plan.nodes(), endpoints.cassandraPort(), ring.peerPort(plan.nodes())),
              node -> node(node, ring));
    }
  }

  /** One server of a kind. */
  @FunctionalInterface
  private interface Starter {
    ChildProcess start(Node node);
  }

  private static List<Part> parts(String kind, List<Node> nodes, Starter starter) {
    return nodes.stream()
        .map(node -> new Part(node.name(kind), () -> starter.start(node)))
        .toList();
  }

  /**
   * Those of a plan, not started yet.
   *
   * @param security null for servers open to everybody
   * @throws StackFailure if the folder has been another number's
   */
  static ServerParts of(StackPlan plan, Endpoints endpoints, @Nullable StackSecurity security) {
    requireSameNumber(plan);
    return new ServerParts(
        plan, endpoints, security, plan.nodes() == 1 ? null : CassandraRing.in(plan.stateDir()));
  }

  /** What one number of servers keeps, another would not find, and begin with nothing. */
  private static void requireSameNumber(StackPlan plan) {
    Path only = plan.stateDir().resolve(CASSANDRA).resolve("data");
    Path first = plan.stateDir().resolve(CASSANDRA + "-1").resolve("data");
    if (Files.exists(plan.nodes() == 1 ? first : only)) {
      throw new StackFailure(
          "what is in %s was kept by %s: give --nodes %d, or ADCLICKS_HOME for another folder"
              .formatted(
                  plan.stateDir(),
                  plan.nodes() == 1 ? "three nodes" : "one node",
                  plan.nodes() == 1 ? 3 : 1));
    }
  }

  /** In the order they are started. */
  List<Part> parts() {
    return Stream.concat(kafka.stream(), cassandra.stream()).toList();
  }

  /** What must be up before it is worth a try to start a job: of several, not all need be. */
  Part[] forJobs() {
    return plan.nodes() == 1 ? parts().toArray(Part[]::new) : new Part[0];
  }

  /** The same of who reads the store alone. */
  Part[] forReaders() {
    return plan.nodes() == 1 ? cassandra.toArray(Part[]::new) : new Part[0];
  }

  /** Starts all of them, and makes topics and tables where they are missing. */
  void start(Consumer<String> progress) {
    progress.accept("starting kafka on " + endpoints.kafkaBootstrap());
    progress.accept("starting cassandra on " + endpoints.cassandraContact());
    together(parts().stream().<Runnable>map(part -> part::start).toList());
    KafkaProcess first = broker;
    if (plan.nodes() > 1 && first != null) {
      together(
          List.of(
              () -> {
                first.awaitCluster(plan.startTimeout());
                setUp(first);
              },
              () -> {
                RingWatch.await(plan.nodes(), endpoints.cassandraPort(), plan.startTimeout());
                setUpStore();
              }));
    }
    progress.accept(
        "kafka and cassandra are up, "
            + (schemaSteps == 0 ? "schema is current" : "schema created"));
  }

  private static void together(List<Runnable> work) {
    try {
      CompletableFuture.allOf(
              work.stream().map(CompletableFuture::runAsync).toArray(CompletableFuture[]::new))
          .join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof StackFailure failure
          ? failure
          : new StackFailure("the servers did not start: " + e.getCause(), e);
    }
  }

  private ChildProcess startOnlyBroker() {
    KafkaProcess started =
        KafkaProcess.start(
            plan.stateDir(),
            endpoints.kafkaPort(),
            plan.sizes(),
            plan.startTimeout(),
            security,
            plan.relays().map(RelayedPorts::kafka));
    try {
      setUp(started);
    } catch (StackFailure e) {
      started.close();
      throw e;
    }
    return started.process();
  }

  private ChildProcess startOnlyNode() {
    CassandraProcess started =
        CassandraProcess.start(
            plan.stateDir(),
            endpoints.cassandraPort(),
            plan.sizes(),
            plan.startTimeout(),
            security);
    try {
      setUpStore();
    } catch (StackFailure e) {
      started.close();
      throw e;
    }
    return started.process();
  }

  private ChildProcess broker(Node node) {
    KafkaProcess started =
        KafkaProcess.start(plan.stateDir(), node, plan.sizes(), plan.startTimeout(), security);
    broker = started;
    return started.process();
  }

  private ChildProcess node(Node node, CassandraRing ring) {
    return CassandraProcess.start(
            plan.stateDir(), node, ring, plan.sizes(), plan.startTimeout(), Endpoints.KEYSPACE)
        .process();
  }

  private void setUp(KafkaProcess started) {
    started.withAdmin(
        admin -> {
          if (security != null) {
            KafkaUsers.remember(admin, security);
          }
          new TopicSetup(admin, topics()).create(security != null);
        });
  }

  private void setUpStore() {
    StoreTarget store = endpoints.store(StackSecurity.STORE_ADMIN);
    if (security != null) {
      StoreUsers.takeOver(store, security);
    }
    schemaSteps = SchemaMigration.migrate(store, Endpoints.KEYSPACE, plan.nodes());
    if (security != null) {
      StoreUsers.remember(store, security, schema());
    }
  }

  private TopicPlan topics() {
    return new TopicPlan(
        new TopicPlan.TopicNames(
            Endpoints.CLICKS_TOPIC, Endpoints.REJECTED_TOPIC, Endpoints.AGGREGATES_TOPIC),
        CLICKS_PARTITIONS,
        Duration.ofDays(7),
        plan.nodes(),
        StackSecurity.KAFKA_JOB,
        StackSecurity.KAFKA_LOADER);
  }

  private SchemaPlan schema() {
    return new SchemaPlan(
        Endpoints.KEYSPACE,
        CassandraProcess.DATACENTER,
        plan.nodes(),
        StackSecurity.STORE_WRITER,
        StackSecurity.STORE_READER);
  }
}
