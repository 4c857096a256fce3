package org.adclicks.localstack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.adclicks.localstack.process.FolderTree;
import org.adclicks.localstack.process.StackFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CassandraRingTest {

  @TempDir Path folder;

  @Test
  void nodesKnowEachOtherByOnePortForGood() throws Exception {
    int port = CassandraRing.in(folder).peerPort(3);
    assertThat(CassandraRing.in(folder).peerPort(3)).isEqualTo(port);
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.3"))) {
      assertThatThrownBy(() -> CassandraRing.in(folder).peerPort(3))
          .isInstanceOf(StackFailure.class)
          .hasMessageContaining("port " + taken.getLocalPort())
          .message()
          .hasLineCount(1);
    }
  }

  @Test
  void aNodeIsLostFromTheTimeItHasNothingUntilItIsWhole() throws Exception {
    Node second = Node.all(3, 9042, 7000).get(1);
    assertThat(CassandraRing.in(folder).isLost(second)).as("it never belonged to them").isFalse();
    keepSomething();
    CassandraRing.in(folder).whole(second);
    assertThat(CassandraRing.in(folder).isLost(second)).isFalse();

    FolderTree.delete(folder.resolve("cassandra-2"));
    assertThat(CassandraRing.in(folder).isLost(second)).isTrue();
    keepSomething();
    assertThat(CassandraRing.in(folder).isLost(second)).as("a start that failed").isTrue();
    assertThat(CassandraRing.in(folder).isLost(Node.all(3, 9042, 7000).get(2))).isFalse();
    CassandraRing.in(folder).whole(second);
    assertThat(CassandraRing.in(folder).isLost(second)).isFalse();
  }

  private void keepSomething() throws Exception {
    Files.createDirectories(folder.resolve("cassandra-2/data/data/system"));
  }
}
