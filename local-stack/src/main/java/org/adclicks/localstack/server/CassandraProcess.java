package org.adclicks.localstack.server;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.adclicks.localstack.process.ChildCommand;
import org.adclicks.localstack.process.ChildProcess;
import org.adclicks.localstack.process.FreePort;
import org.adclicks.localstack.process.Installation;
import org.adclicks.localstack.process.StackFailure;
import org.adclicks.localstack.secure.StackSecurity;
import org.jspecify.annotations.Nullable;

/**
 * A real Cassandra node in a process of its own, on loopback: the only one, or one of several.
 *
 * <p>State: everything under the folder it is started with; started there again, it has kept its
 * tables and rows, and may listen on another port.
 */
public final class CassandraProcess implements AutoCloseable {

  /** The port Cassandra is usually found at. */
  public static final int USUAL_PORT = 9042;

  /** What clients must name as their own. */
  public static final String DATACENTER = "datacenter1";

  static final String NAME = "cassandra";

  private final ChildProcess process;
  private final Node node;

  private CassandraProcess(ChildProcess process, Node node) {
    this.process = process;
    this.node = node;
  }

  /** Starts a node on any free port and waits until it answers. */
  public static CassandraProcess start(Path stateDir) {
    return start(stateDir, FreePort.any());
  }

  /**
   * Starts a node on the given port and waits until it answers.
   *
   * @throws StackFailure with the end of its log if it does not
   */
  public static CassandraProcess start(Path stateDir, int port) {
    return start(stateDir, port, StackSizes.small(), ChildProcess.START_TIMEOUT, null);
  }

  /** Starts a node that is not to be started again on this folder, which makes it quicker. */
  public static CassandraProcess startOnce(Path stateDir) {
    return start(
        stateDir,
        FreePort.any(),
        StackSizes.small().withThrowAwayCassandra(),
        ChildProcess.START_TIMEOUT,
        null);
  }

  /**
   * The same, of another size, and waiting so long for a log that stands still.
   *
   * @param security null for a node open to everybody
   */
  public static CassandraProcess start(
      Path stateDir,
      int port,
      StackSizes sizes,
      Duration startTimeout,
      @Nullable StackSecurity security) {
    Node node = Node.only(port);
    List<String> options =
        new ArrayList<>(security == null ? List.of() : CassandraSettings.SECURED_JVM_OPTIONS);
    options.addAll(CassandraSettings.ALONE_JVM_OPTIONS);
    return start(
        stateDir,
        node,
        sizes,
        startTimeout,
        options,
        folder -> CassandraSettings.write(folder, node, sizes, security));
  }

  /**
   * Starts one of several nodes, open to everybody, and waits until it answers. One that has lost
   * all it had takes its own place anew: it fetches from the others what it should have, and is
   * repaired before this returns, though it answers sooner.
   *
   * @param keyspace that is repaired then
   */
  public static CassandraProcess start(
      Path stateDir,
      Node node,
      CassandraRing ring,
      StackSizes sizes,
      Duration startTimeout,
      String keyspace) {
    boolean isLost = ring.isLost(node);
    NodeRepair repair = NodeRepair.of(stateDir.toAbsolutePath().resolve(node.name(NAME)));
    List<String> options = new ArrayList<>(List.of(repair.serverOption()));
    if (isLost) {
      options.add("-Dcassandra.replace_address_first_boot=" + node.address());
    }
    CassandraProcess started =
        start(
            stateDir,
            node,
            sizes,
            startTimeout,
            options,
            folder -> CassandraSettings.writeOfMany(folder, node, sizes, isLost));
    try {
      if (isLost) {
        repair.run(keyspace);
      }
      ring.whole(node);
      return started;
    } catch (RuntimeException e) {
      started.close();
      throw e;
    }
  }

  /** Writes settings into a node's folder. */
  @FunctionalInterface
  private interface SettingsWriter {
    Path writeInto(Path folder) throws IOException;
  }

  private static CassandraProcess start(
      Path stateDir,
      Node node,
      StackSizes sizes,
      Duration startTimeout,
      List<String> options,
      SettingsWriter writer) {
    String name = node.name(NAME);
    Path folder = stateDir.toAbsolutePath().resolve(name);
    try {
      Files.createDirectories(folder);
      CommitLogSegments.deleteUnwritten(folder.resolve("data/commitlog"));
      Path settings = writer.writeInto(folder);
      ChildProcess process =
          ChildProcess.start(command(name, folder, settings, sizes, options), stateDir);
      try {
        process.awaitReady(node::isServed, startTimeout);
      } catch (StackFailure e) {
        process.close();
        throw e;
      }
      return new CassandraProcess(process, node);
    } catch (IOException e) {
      throw new StackFailure(name + "'s folder " + folder + " cannot be written: " + e, e);
    }
  }

  public int port() {
    return node.port();
  }

  /** Where clients connect. */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port());
  }

  public ChildProcess process() {
    return process;
  }

  /** Drains and stops the node; its state stays. */
  @Override
  public void close() {
    process.close();
  }

  private static ChildCommand command(
      String name, Path folder, Path settings, StackSizes sizes, List<String> options)
      throws IOException {
    String classPath = Installation.find().serverClassPath(NAME);
    List<String> jvmOptions = new ArrayList<>(sizes.cassandra());
    jvmOptions.addAll(CassandraSettings.JVM_OPTIONS);
    jvmOptions.addAll(CassandraSettings.OPENED_PACKAGES);
    jvmOptions.addAll(options);
    jvmOptions.add("-javaagent:" + jarOf(classPath, "jamm-"));
    jvmOptions.add(ServerLogging.option(ServerLogging.write(folder)));
    jvmOptions.add("-Dcassandra.config=" + settings.toUri());
    jvmOptions.add("-Dcassandra.storagedir=" + folder.resolve("data"));
    jvmOptions.add("-Dcassandra.logdir=" + folder);
    return new ChildCommand(
            name, classPath, "org.apache.cassandra.service.CassandraDaemon", jvmOptions, List.of())
        .withTimerSlack();
  }

  private static String jarOf(String classPath, String prefix) {
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      if (Path.of(entry).getFileName().toString().startsWith(prefix)) {
        return entry;
      }
    }
    throw new StackFailure("no " + prefix + "*.jar on cassandra's class path");
  }
}
