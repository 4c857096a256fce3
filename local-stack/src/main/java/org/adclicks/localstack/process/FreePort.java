package org.adclicks.localstack.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Loopback ports nobody listens on at the moment they are asked for. A port given out is ours until
 * this process ends, so that two stacks started at once never take one another's server for their
 * own.
 */
public final class FreePort {

  // Below Linux's ephemeral range (32768 and up), so that no outgoing connection takes the port
  // between this check and the server's own bind.
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;

  // One folder a user: what another user made could not be written in.
  private static final Path RESERVATIONS =
      Path.of(
          System.getProperty("java.io.tmpdir", "/tmp"),
          "adclicks-ports-" + System.getProperty("user.name", "nobody"));
  // Open as long as the process lives: closing a channel gives its lock up.
  private static final Map<Integer, PortReservation> RESERVED = new HashMap<>();

  private FreePort() {}

  /**
   * Any free port.
   *
   * @throws StackFailure if none is found
   */
  public static int any() {
    for (int attempt = 0; attempt < 1000; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (!isReserved(port) && take(port)) {
        return port;
      }
    }
    throw new StackFailure("no free port between " + LOWEST + " and " + HIGHEST);
  }

  /** The preferred port if it is free, else any. */
  public static int preferring(int preferred) {
    return take(preferred) ? preferred : any();
  }

  private static synchronized boolean isReserved(int port) {
    return RESERVED.containsKey(port);
  }

  /**
   * Whether this very port could be had for us; false if a program listens on it or has it
   * reserved.
   */
  public static boolean take(int port) {
    return isFree(port) && reserve(port);
  }

  private static synchronized boolean reserve(int port) {
    if (RESERVED.containsKey(port)) {
      return true;
    }
    if (RESERVED.isEmpty()) {
      PortReservation.removeAbandoned(RESERVATIONS);
      Runtime.getRuntime().addShutdownHook(new Thread(FreePort::giveBack, "give-ports-back"));
    }
    Optional<PortReservation> reservation = PortReservation.take(RESERVATIONS, port);
    reservation.ifPresent(taken -> RESERVED.put(port, taken));
    return reservation.isPresent();
  }

  private static synchronized void giveBack() {
    RESERVED.values().forEach(PortReservation::close);
  }

  /** Whether a server could listen on this loopback port now. */
  public static boolean isFree(int port) {
    return isFree(InetAddress.getLoopbackAddress(), port);
  }

  /** The same of one of a machine's addresses. */
  public static boolean isFree(InetAddress address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether somebody accepts connections on this loopback port. */
  public static boolean isServed(int port) {
    return isServed(InetAddress.getLoopbackAddress(), port);
  }

  /** The same of one of a machine's addresses. */
  public static boolean isServed(InetAddress address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
