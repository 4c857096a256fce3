package org.adclicks.localstack.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.adclicks.localstack.process.ChildCommand;
import org.adclicks.localstack.process.ChildProcess;
import org.adclicks.localstack.process.FreePort;
import org.adclicks.localstack.process.Installation;
import org.adclicks.localstack.process.StackFailure;

/**
 * Cassandra's own {@code nodetool} for one node.
 *
 * <p>State: the port it listens on for it, in {@code jmx.port} of the node's folder.
 */
final class NodeTool {

  private final Path stateDir;
  private final Node node;
  private final int port;

  private NodeTool(Path stateDir, Node node, int port) {
    this.stateDir = stateDir;
    this.node = node;
    this.port = port;
  }

  /** For a node that is about to be started. */
  static NodeTool of(Path stateDir, Node node) {
    return new NodeTool(stateDir, node, FreePort.any());
  }

  /** What the node must be started with. */
  String serverOption() {
    Path file = folder().resolve("jmx.port");
    try {
      Files.createDirectories(folder());
      Files.writeString(file, port + "\n");
    } catch (IOException e) {
      throw new StackFailure(file + " cannot be written: " + e, e);
    }
    return "-Dcassandra.jmx.local.port=" + port;
  }

  /**
   * Compares all of a keyspace's rows with the other nodes, and makes them the same.
   *
   * @throws StackFailure with the end of what it said, if it could not
   */
  void repair(String keyspace) {
    run("repair", "--full", keyspace);
  }

  private void run(String... arguments) {
    List<String> words = new ArrayList<>(List.of("-p", String.valueOf(port)));
    words.addAll(List.of(arguments));
    List<String> options = new ArrayList<>(List.of("-Xmx128m", "-XX:+UseSerialGC"));
    options.addAll(CassandraSettings.OPENED_PACKAGES);
    options.add(logging());
    // Where it writes down what it was asked.
    options.add("-Duser.home=" + folder());
    try (ChildProcess tool =
        ChildProcess.start(
            new ChildCommand(
                node.name("nodetool"),
                Installation.find().serverClassPath(CassandraProcess.NAME),
                "org.apache.cassandra.tools.NodeTool",
                options,
                words),
            stateDir)) {
      if (tool.awaitEnd() != 0) {
        throw new StackFailure(tool.describeEnd());
      }
    }
  }

  private String logging() {
    try {
      return ServerLogging.option(ServerLogging.write(folder()));
    } catch (IOException e) {
      throw new StackFailure(folder() + " cannot be written: " + e, e);
    }
  }

  private Path folder() {
    return stateDir.toAbsolutePath().resolve(node.name(CassandraProcess.NAME));
  }
}
