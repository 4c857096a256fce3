package org.adclicks.localstack.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.adclicks.access.KafkaConfigFile;
import org.adclicks.localstack.process.ChildCommand;
import org.adclicks.localstack.process.ChildProcess;
import org.adclicks.localstack.process.FreePort;
import org.adclicks.localstack.process.Installation;
import org.adclicks.localstack.process.StackFailure;
import org.adclicks.localstack.secure.StackSecurity;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker, and controller (KRaft), in a process of its own, on loopback: the only one,
 * or one of several.
 *
 * <p>State: everything under the folder it is started with; started there again, it has kept its
 * topics and records, and may listen on another port.
 */
public final class KafkaProcess implements AutoCloseable {

  /** The port Kafka is usually found at. */
  public static final int USUAL_PORT = 9092;

  // Long, for a busy machine; the broker says at once what it does not do.
  private static final int ADMIN_SECONDS = 120;
  private static final int LOOK_SECONDS = 10;
  // 16 random bytes as KRaft writes them; one cluster per folder, so a constant will do.
  private static final String CLUSTER_ID = "YWRjbGlja3MtbG9jYWwtMQ";
  private static final String NO_JMX_LOGGING = "-Dlog4j2.disable.jmx=true";

  private final ChildProcess process;
  private final Node node;
  private final @Nullable Path adminFile;

  private KafkaProcess(ChildProcess process, Node node, @Nullable Path adminFile) {
    this.process = process;
    this.node = node;
    this.adminFile = adminFile;
  }

  private static @Nullable Path adminFile(@Nullable StackSecurity security) {
    return security == null ? null : security.kafkaFile(StackSecurity.KAFKA_ADMIN);
  }

  /** Starts a broker on any free port and waits until it answers. */
  public static KafkaProcess start(Path stateDir) {
    return start(stateDir, FreePort.any());
  }

  /**
   * Starts a broker on the given port and waits until it answers.
   *
   * @throws StackFailure with the end of its log if it does not
   */
  public static KafkaProcess start(Path stateDir, int port) {
    return start(stateDir, port, StackSizes.small(), ChildProcess.START_TIMEOUT, null);
  }

  /**
   * The same, of another size, and waiting so long for a log that stands still.
   *
   * @param security null for a broker open to everybody
   */
  public static KafkaProcess start(
      Path stateDir,
      int port,
      StackSizes sizes,
      Duration startTimeout,
      @Nullable StackSecurity security) {
    return start(stateDir, port, sizes, startTimeout, security, Optional.empty());
  }

  /** The same, with a listener more. */
  public static KafkaProcess start(
      Path stateDir,
      int port,
      StackSizes sizes,
      Duration startTimeout,
      @Nullable StackSecurity security,
      Optional<RelayedListener> relayed) {
    KafkaProcess broker = start(stateDir, Node.only(port), sizes, startTimeout, security, relayed);
    try {
      broker.awaitCluster(startTimeout);
      return broker;
    } catch (StackFailure e) {
      broker.close();
      throw e;
    }
  }

  /**
   * Starts one of several brokers and waits until it lets clients in, so long for a log that stands
   * still.
   *
   * <p>With an empty folder it begins with nothing: what it should have it fetches from the others.
   *
   * @param security null for a broker open to everybody
   */
  public static KafkaProcess start(
      Path stateDir,
      Node node,
      StackSizes sizes,
      Duration startTimeout,
      @Nullable StackSecurity security) {
    return start(stateDir, node, sizes, startTimeout, security, Optional.empty());
  }

  private static KafkaProcess start(
      Path stateDir,
      Node node,
      StackSizes sizes,
      Duration startTimeout,
      @Nullable StackSecurity security,
      Optional<RelayedListener> relayed) {
    String name = node.name("kafka");
    Path folder = stateDir.toAbsolutePath().resolve(name);
    try {
      Files.createDirectories(folder);
      Path settings = KafkaServerSettings.write(folder, node, security, relayed);
      Path logging = ServerLogging.write(folder);
      format(stateDir, name, settings, logging, sizes);
      ChildProcess process =
          ChildProcess.start(
              command(name, "kafka.Kafka", logging, List.of(settings.toString()), sizes), stateDir);
      try {
        process.awaitReady(node::isServed, startTimeout);
      } catch (StackFailure e) {
        process.close();
        throw e;
      }
      return new KafkaProcess(process, node, adminFile(security));
    } catch (IOException e) {
      throw new StackFailure("kafka's folder " + folder + " cannot be written: " + e, e);
    }
  }

  /** As clients want it: {@code 127.0.0.1:PORT}, and those of the others. */
  public String bootstrapServers() {
    return Node.contacts(node.of(), node.port());
  }

  public int port() {
    return node.port();
  }

  public ChildProcess process() {
    return process;
  }

  /** Creates those of the topics that are not there yet; one that is there is left as it is. */
  public void createTopics(Topic... topics) {
    withAdmin(
        admin -> {
          Set<String> existing = admin.listTopics().names().get(ADMIN_SECONDS, TimeUnit.SECONDS);
          List<NewTopic> missing = new ArrayList<>();
          for (Topic topic : topics) {
            if (!existing.contains(topic.name())) {
              missing.add(
                  new NewTopic(topic.name(), topic.partitions(), (short) 1)
                      .configs(topic.config()));
            }
          }
          admin.createTopics(missing).all().get(ADMIN_SECONDS, TimeUnit.SECONDS);
        });
  }

  /** Stops the broker cleanly; its state stays. */
  @Override
  public void close() {
    process.close();
  }

  /** Waits until all brokers are there and answer. */
  public void awaitCluster(Duration startTimeout) {
    withAdmin(
        admin ->
            process.awaitReady(
                () -> {
                  try {
                    return admin
                            .describeCluster()
                            .nodes()
                            .get(LOOK_SECONDS, TimeUnit.SECONDS)
                            .size()
                        == node.of();
                  } catch (ExecutionException | TimeoutException e) {
                    return false;
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new StackFailure("interrupted while waiting for kafka", e);
                  }
                },
                startTimeout));
  }

  /**
   * Does something as the broker's own user.
   *
   * @throws StackFailure in one line if Kafka refuses it, or does not answer
   */
  public void withAdmin(AdminWork work) {
    Map<String, Object> settings = new HashMap<>(KafkaConfigFile.read(adminFile).admin());
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    settings.put(
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, String.valueOf(ADMIN_SECONDS * 1000));
    try (Admin admin = Admin.create(settings)) {
      work.run(admin);
    } catch (ExecutionException | TimeoutException e) {
      throw new StackFailure("kafka at " + bootstrapServers() + " refused: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted while talking to kafka", e);
    }
  }

  /** What is asked of Kafka. */
  @FunctionalInterface
  public interface AdminWork {
    void run(Admin admin) throws ExecutionException, TimeoutException, InterruptedException;
  }

  private static void format(
      Path stateDir, String name, Path settings, Path logging, StackSizes sizes) {
    if (Files.exists(settings.resolveSibling("data/meta.properties"))) {
      return;
    }
    List<String> arguments =
        List.of(
            "format",
            "--cluster-id",
            CLUSTER_ID,
            "--ignore-formatted",
            "--config",
            settings.toString());
    try (ChildProcess tool =
        ChildProcess.start(
            command(name + "-format", "kafka.tools.StorageTool", logging, arguments, sizes),
            stateDir)) {
      if (tool.awaitEnd() != 0) {
        throw new StackFailure(tool.describeEnd());
      }
    }
  }

  private static ChildCommand command(
      String name, String mainClass, Path logging, List<String> arguments, StackSizes sizes) {
    List<String> jvmOptions = new ArrayList<>(sizes.kafka());
    jvmOptions.add(NO_JMX_LOGGING);
    jvmOptions.add(ServerLogging.option(logging));
    return new ChildCommand(
        name, Installation.find().serverClassPath("kafka"), mainClass, jvmOptions, arguments);
  }
}
