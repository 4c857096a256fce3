package org.adclicks.benchmarks.harm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Hands bytes on between a port of its own and a server's, on loopback, and can be a bad network.
 *
 * <p>Shape: two threads a connection. A half-open one accepts and takes, and gives nothing.
 */
public final class Relay implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final long LOOK_MILLIS = 20;

  /** How it hands bytes on. */
  public enum Way {
    OPEN,
    /** Each piece late. */
    SLOW,
    /** Connections stay, and new ones are accepted, but nothing passes. */
    HALF_OPEN
  }

  private final ServerSocket door;
  private final int serverPort;
  private final long lateMillis;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile Way way = Way.OPEN;
  private volatile boolean closed;

  private Relay(ServerSocket door, int serverPort, long lateMillis) {
    this.door = door;
    this.serverPort = serverPort;
    this.lateMillis = lateMillis;
  }

  /**
   * Listens from now on, on any port.
   *
   * @param lateMillis how late each piece comes when it is slow
   */
  public static Relay to(int serverPort, long lateMillis) {
    try {
      ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Relay relay = new Relay(door, serverPort, lateMillis);
      thread("relay-" + serverPort, relay::accept);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return door.getLocalPort();
  }

  void set(Way other) {
    way = other;
  }

  /** Ends all connections there are, without a word; new ones may come. */
  void cut() {
    sockets.forEach(Relay::end);
    sockets.clear();
  }

  private void accept() {
    while (!closed) {
      try {
        Socket client = door.accept();
        sockets.add(client);
        connect(client);
      } catch (IOException e) {
        // It is closed, or the client has gone.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
      sockets.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      thread("relay-there", () -> hand(client, server));
      thread("relay-back", () -> hand(server, client));
    } catch (IOException e) {
      end(client);
      throw e;
    }
  }

  private void hand(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        hold();
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // Cut, or one of both has gone: so has the other.
    }
    end(from);
    end(to);
    sockets.remove(from);
    sockets.remove(to);
  }

  private void hold() {
    if (way == Way.SLOW) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(lateMillis));
    }
    while (way == Way.HALF_OPEN && !closed) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
    }
  }

  private static void thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
