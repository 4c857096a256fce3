package org.adclicks.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortTest {

  @Test
  void takesThePreferredPortOnlyWhileNobodyHasIt() throws IOException {
    int port = FreePort.any();
    assertThat(FreePort.preferring(port)).isEqualTo(port);
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(FreePort.isFree(taken.getLocalPort())).isFalse();
      assertThat(FreePort.isServed(port)).isTrue();
      assertThat(FreePort.preferring(port)).isNotEqualTo(port);
    }
    assertThat(FreePort.isServed(port)).isFalse();
  }
}
