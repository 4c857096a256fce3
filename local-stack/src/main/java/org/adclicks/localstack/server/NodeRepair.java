package org.adclicks.localstack.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.JMRuntimeException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.adclicks.localstack.process.FreePort;
import org.adclicks.localstack.process.StackFailure;
import org.jspecify.annotations.Nullable;

/**
 * A node that compares all rows it should have with those of the others, and makes them the same:
 * what {@code nodetool repair --full} does.
 *
 * <p>State: the port it is asked at, in {@code jmx.port} of the node's folder.
 */
final class NodeRepair {

  /** What is given up begins from its beginning: a large store has to be able to end. */
  private static final Duration PATIENCE = Duration.ofHours(6);

  private static final long LOOK_MILLIS = 500;
  private static final Map<String, String> FULL = Map.of("incremental", "false");

  private final String name;
  private final int port;

  private NodeRepair(String name, int port) {
    this.name = name;
    this.port = port;
  }

  /** For a node that is about to be started with this folder. */
  static NodeRepair of(Path folder) {
    int port = FreePort.any();
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("jmx.port"), port + "\n");
    } catch (IOException e) {
      throw new StackFailure(folder + " cannot be written: " + e, e);
    }
    return new NodeRepair(String.valueOf(folder.getFileName()), port);
  }

  /** What the node must be started with. */
  String serverOption() {
    return "-Dcassandra.jmx.local.port=" + port;
  }

  /**
   * Does it, and is back when it is done.
   *
   * @throws StackFailure if it cannot be done, or not within six hours
   */
  @SuppressWarnings("BanJNDI") // A process of our own, on loopback, is all that is looked up.
  void run(String keyspace) {
    try (JMXConnector connector = JMXConnectorFactory.connect(url())) {
      MBeanServerConnection node = connector.getMBeanServerConnection();
      ObjectName service = new ObjectName("org.apache.cassandra.db:type=StorageService");
      Object command =
          node.invoke(
              service,
              "repairAsync",
              new Object[] {keyspace, FULL},
              new String[] {String.class.getName(), Map.class.getName()});
      Instant deadline = Instant.now().plus(PATIENCE);
      while (!isDone(node, service, command)) {
        if (Instant.now().isAfter(deadline)) {
          throw failed("it takes more than " + PATIENCE.toHours() + " hours", null);
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (IOException | JMException | JMRuntimeException e) {
      throw failed(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("interrupted", e);
    }
  }

  private boolean isDone(MBeanServerConnection node, ObjectName service, Object command)
      throws IOException, JMException {
    Object status =
        node.invoke(
            service,
            "getParentRepairStatus",
            new Object[] {command},
            new String[] {int.class.getName()});
    // A status, and what there is to say of it; nothing while it has not begun.
    if (status instanceof List<?> words && !words.isEmpty()) {
      if (String.valueOf(words.get(0)).equals("FAILED")) {
        throw failed(String.valueOf(words), null);
      }
      return String.valueOf(words.get(0)).equals("COMPLETED");
    }
    return false;
  }

  private StackFailure failed(String reason, @Nullable Exception cause) {
    String message = name + " could not be repaired: " + reason;
    return cause == null ? new StackFailure(message) : new StackFailure(message, cause);
  }

  private JMXServiceURL url() throws IOException {
    return new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi");
  }
}
