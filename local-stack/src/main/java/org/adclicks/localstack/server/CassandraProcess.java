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
 * A real Cassandra node in a process of its own, on loopback.
 *
 * <p>State: everything under the folder it is started with; started there again, it has kept its
 * tables and rows, and may listen on another port.
 */
public final class CassandraProcess implements AutoCloseable {

  /** The port Cassandra is usually found at. */
  public static final int USUAL_PORT = 9042;

  /** What clients must name as their own. */
  public static final String DATACENTER = "datacenter1";

  private final ChildProcess process;
  private final int port;

  private CassandraProcess(ChildProcess process, int port) {
    this.process = process;
    this.port = port;
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
    Path folder = stateDir.toAbsolutePath().resolve("cassandra");
    try {
      Files.createDirectories(folder);
      CommitLogSegments.deleteUnwritten(folder.resolve("data/commitlog"));
      Path settings = CassandraSettings.write(folder, port, FreePort.any(), sizes, security);
      ChildProcess process =
          ChildProcess.start(command(folder, settings, sizes, security != null), stateDir);
      try {
        process.awaitReady(() -> FreePort.isServed(port), startTimeout);
      } catch (StackFailure e) {
        process.close();
        throw e;
      }
      return new CassandraProcess(process, port);
    } catch (IOException e) {
      throw new StackFailure("cassandra's folder " + folder + " cannot be written: " + e, e);
    }
  }

  public int port() {
    return port;
  }

  /** Where clients connect. */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
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
      Path folder, Path settings, StackSizes sizes, boolean isSecured) throws IOException {
    String classPath = Installation.find().serverClassPath("cassandra");
    List<String> jvmOptions = new ArrayList<>(sizes.cassandra());
    jvmOptions.addAll(CassandraSettings.JVM_OPTIONS);
    if (isSecured) {
      jvmOptions.addAll(CassandraSettings.SECURED_JVM_OPTIONS);
    }
    jvmOptions.add("-javaagent:" + jarOf(classPath, "jamm-"));
    jvmOptions.add(ServerLogging.option(ServerLogging.write(folder)));
    jvmOptions.add("-Dcassandra.config=" + settings.toUri());
    jvmOptions.add("-Dcassandra.storagedir=" + folder.resolve("data"));
    jvmOptions.add("-Dcassandra.logdir=" + folder);
    return new ChildCommand(
        "cassandra",
        classPath,
        "org.apache.cassandra.service.CassandraDaemon",
        jvmOptions,
        List.of());
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
