package org.adclicks.localstack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class NodeTest {

  @Test
  void severalHaveNumbersAndAddressesOfTheirOwn() {
    assertThat(Node.all(3, 9042, 7000))
        .extracting(Node::address)
        .containsExactly("127.0.0.1", "127.0.0.2", "127.0.0.3");
    assertThat(Node.all(3, 9042, 7000).get(2).name("kafka")).isEqualTo("kafka-3");
    assertThat(Node.contacts(2, 9092)).isEqualTo("127.0.0.1:9092,127.0.0.2:9092");
  }

  @Test
  void anOnlyOneIsCalledByItsKind() {
    assertThat(Node.only(9042).name("kafka")).isEqualTo("kafka");
    assertThat(Node.contacts(1, 9092)).isEqualTo("127.0.0.1:9092");
  }

  @Test
  void thereIsNoneBeyondTheLast() {
    assertThatThrownBy(() -> new Node(4, 3, 9042, 7000)).hasMessage("there is no node 4 of 3");
  }

  @Test
  void aPortIsFreeOnlyIfItIsOnEachAddress() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
      assertThat(Node.portFor(3, taken.getLocalPort())).isNotEqualTo(taken.getLocalPort());
      assertThat(Node.portFor(1, taken.getLocalPort())).isEqualTo(taken.getLocalPort());
    }
  }
}
