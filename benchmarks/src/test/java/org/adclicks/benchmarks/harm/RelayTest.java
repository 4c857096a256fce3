package org.adclicks.benchmarks.harm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {

  private static final long LATE_MILLIS = 300;

  private ServerSocket server;
  private Relay relay;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    relay = Relay.to(server.getLocalPort(), LATE_MILLIS);
    Thread echo = new Thread(this::echo, "echo");
    echo.setDaemon(true);
    echo.start();
  }

  private void echo() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        for (int read = client.getInputStream().read();
            read >= 0;
            read = client.getInputStream().read()) {
          client.getOutputStream().write(read);
        }
      } catch (IOException e) {
        // Cut, or closed.
      }
    }
  }

  @AfterEach
  void stop() throws IOException {
    relay.close();
    server.close();
  }

  @Test
  void handsOnBothWays() throws IOException {
    try (Socket client = connect()) {
      client.getOutputStream().write(7);
      assertThat(client.getInputStream().read()).isEqualTo(7);
    }
  }

  @Test
  void aCutEndsConnectionsAndNewOnesCome() throws IOException {
    try (Socket client = connect()) {
      client.getOutputStream().write(7);
      assertThat(client.getInputStream().read()).isEqualTo(7);
      relay.cut();
      assertThat(endOf(client)).isTrue();
    }
    handsOnBothWays();
  }

  @Test
  void halfOpenTakesAndGivesNothingUntilItIsOpenAgain() throws IOException {
    relay.set(Relay.Way.HALF_OPEN);
    try (Socket client = connect()) {
      client.setSoTimeout(200);
      client.getOutputStream().write(7);
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      relay.set(Relay.Way.OPEN);
      client.setSoTimeout(10_000);
      assertThat(client.getInputStream().read()).isEqualTo(7);
    }
  }

  @Test
  void slowIsLateBothWays() throws IOException {
    relay.set(Relay.Way.SLOW);
    try (Socket client = connect()) {
      long begun = System.nanoTime();
      client.getOutputStream().write(7);
      assertThat(client.getInputStream().read()).isEqualTo(7);
      assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(2 * LATE_MILLIS * 1_000_000);
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), relay.port());
  }

  private static boolean endOf(Socket client) {
    try {
      return client.getInputStream().read() < 0;
    } catch (IOException e) {
      return true;
    }
  }
}
