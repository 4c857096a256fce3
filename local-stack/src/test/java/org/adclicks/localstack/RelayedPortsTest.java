package org.adclicks.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RelayedPortsTest {

  @Test
  void readsWhatItWrites() {
    RelayedPorts ports = RelayedPorts.parse("1001:1002,1003:1004");
    assertThat(ports).hasToString("1001:1002,1003:1004");
    assertThat(ports.kafka().port()).isEqualTo(1002);
    assertThat(ports.cassandraServer()).isEqualTo(1004);
  }

  @Test
  void jobsSeeRelaysForServers() {
    Endpoints seen =
        RelayedPorts.parse("1001:1002,1003:1004").seen(new Endpoints(1, 1004, 3, 4, Path.of("a")));
    assertThat(seen).isEqualTo(new Endpoints(1001, 1003, 3, 4, Path.of("a")));
  }

  @Test
  void refusesAnythingElse() {
    assertThatThrownBy(() -> RelayedPorts.parse("1001,1003"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'1001,1003' is not of the form KAFKA:SERVER,CASSANDRA:SERVER, all ports");
  }
}
