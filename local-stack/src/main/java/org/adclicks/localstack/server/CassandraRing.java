package org.adclicks.localstack.server;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.adclicks.localstack.process.FreePort;
import org.adclicks.localstack.process.StackFailure;

/**
 * What nodes of one state folder must remember of one another, beside what each has itself: the
 * port, by which they know each other for good, and who belongs to them, so that one that comes
 * back with nothing takes the place of itself.
 *
 * <p>State: {@code cassandra-ring.properties}.
 */
public final class CassandraRing {

  private static final String FILE = "cassandra-ring.properties";
  private static final String PORT = "peer.port";
  private static final String JOINED = ".joined";
  private static final String LOST = ".lost";

  private final Path stateDir;
  private final Properties known = new Properties();

  private CassandraRing(Path stateDir) {
    this.stateDir = stateDir;
  }

  /** That of a folder, with what is known of it. */
  public static CassandraRing in(Path stateDir) {
    CassandraRing ring = new CassandraRing(stateDir);
    Path file = stateDir.resolve(FILE);
    if (Files.exists(file)) {
      try (Reader in = Files.newBufferedReader(file)) {
        ring.known.load(in);
      } catch (IOException e) {
        throw new StackFailure(file + " cannot be read: " + e.getMessage(), e);
      }
    }
    return ring;
  }

  /**
   * The port of so many nodes for one another, the same at each start.
   *
   * @throws StackFailure if somebody else has it now
   */
  public synchronized int peerPort(int count) {
    String before = known.getProperty(PORT);
    if (before == null) {
      int port = Node.portFor(count, FreePort.any());
      known.setProperty(PORT, String.valueOf(port));
      write();
      return port;
    }
    int port = Integer.parseInt(before);
    if (Node.portFor(count, port) != port) {
      throw new StackFailure(
          "port "
              + port
              + ", by which the Cassandra nodes of this folder know each other, is taken");
    }
    return port;
  }

  /**
   * Whether a node that belongs to them has nothing any more, or not all of it: so it stays until
   * it is whole, through starts that fail.
   */
  synchronized boolean isLost(Node node) {
    String name = node.name(CassandraProcess.NAME);
    boolean isEmpty = !Files.exists(stateDir.resolve(name).resolve("data/data/system"));
    if (known.containsKey(name + JOINED) && isEmpty) {
      known.setProperty(name + LOST, "true");
      write();
    }
    return known.containsKey(name + LOST);
  }

  /** It belongs to them, and has what it should have. */
  synchronized void whole(Node node) {
    String name = node.name(CassandraProcess.NAME);
    known.setProperty(name + JOINED, "true");
    known.remove(name + LOST);
    write();
  }

  private void write() {
    Path unfinished = stateDir.resolve(FILE + ".tmp");
    try {
      Files.createDirectories(stateDir);
      try (Writer out = Files.newBufferedWriter(unfinished)) {
        known.store(out, "the Cassandra nodes of this folder");
      }
      Files.move(unfinished, stateDir.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // A disk that is full may have room again.
      throw new StackFailure(unfinished + " cannot be written: " + e.getMessage(), e);
    }
  }
}
