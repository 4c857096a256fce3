package org.adclicks.localstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
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

  private static final Path RESERVATIONS =
      Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "adclicks-ports");
  // Open as long as the process lives: closing a channel gives its lock up.
  private static final Map<Integer, FileChannel> RESERVED = new HashMap<>();

  private FreePort() {}

  /** Any free port. */
  public static int any() {
    for (int attempt = 0; attempt < 1000; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (!isReserved(port) && isFree(port) && reserve(port)) {
        return port;
      }
    }
    throw new StackFailure("no free port between " + LOWEST + " and " + HIGHEST);
  }

  /** The preferred port if it is free, else any. */
  public static int preferring(int preferred) {
    return isFree(preferred) && reserve(preferred) ? preferred : any();
  }

  private static synchronized boolean isReserved(int port) {
    return RESERVED.containsKey(port);
  }

  // A lock of the operating system: gone with the process, however it ends.
  private static synchronized boolean reserve(int port) {
    if (RESERVED.containsKey(port)) {
      return true;
    }
    try {
      Files.createDirectories(RESERVATIONS);
      FileChannel channel =
          FileChannel.open(
              RESERVATIONS.resolve(String.valueOf(port)),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        return false;
      }
      RESERVED.put(port, channel);
      return true;
    } catch (IOException e) {
      // Another user's reservation, for all we know.
      return false;
    }
  }

  /** Whether a server could listen on this loopback port now. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether somebody accepts connections on this loopback port. */
  public static boolean isServed(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
