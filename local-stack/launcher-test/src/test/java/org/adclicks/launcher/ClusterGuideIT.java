package org.adclicks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.adclicks.localstack.oracle.Oracle;
import org.adclicks.localstack.oracle.Question;
import org.adclicks.localstack.process.FreePort;
import org.adclicks.localstack.process.Installation;
import org.adclicks.localstack.server.CassandraProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/cluster.md followed to the letter, from a Kafka and a Cassandra that have nothing yet; and
 * whom these refuse then.
 *
 * <p>A drill: two cores take more than two minutes for it.
 */
@Tag("drill")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterGuideIT {

  private static final List<String> PORTS = List.of("6123", "8081", "8080");

  @TempDir static Path folder;

  private static SecuredServers servers;

  private final Path home = Installation.find().home();

  @BeforeAll
  static void start() throws IOException {
    servers = SecuredServers.start(folder.resolve("servers"));
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @Test
  @Order(1)
  void leadsFromEmptyServersToAnAnswerAndASavepoint() throws Exception {
    Path machine = machine();
    PemFiles.write(servers.security().folder(), folder.resolve("service"));
    Map<String, String> environment =
        Map.of(
            "KAFKA", servers.bootstrap(),
            "CASSANDRA", servers.contact(),
            "DATACENTER", CassandraProcess.DATACENTER,
            "SECRETS", servers.security().folder().toString(),
            "SHARED", folder.resolve("shared").toString(),
            "JAVA_HOME", System.getProperty("java.home"),
            "ADCLICKS_SKIP_BUILD", "1",
            "ADCLICKS_HOME", folder.resolve("state").toString());
    try (Guide guide = new Guide(machine.resolve("cluster.md"), machine, environment)) {
      guide.followUntil("pipeline stop");
      assertThat(countSaid(machine)).isPositive().isEqualTo(oracleCount());
      Process jobManager = guide.running().get(0);
      assertSecretsAreNowhere(machine, jobManager.pid());
      guide.follow();
      assertThat(jobManager.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(jobManager.exitValue()).isZero();
    }
    try (Stream<Path> kept = Files.walk(folder.resolve("shared/savepoints"))) {
      assertThat(kept.filter(file -> file.endsWith("_metadata"))).hasSize(1);
    }
  }

  /** Neither in arguments, nor in what anything has said, nor in what Flink shows of the job. */
  private static void assertSecretsAreNowhere(Path machine, long jobManager) throws Exception {
    Properties passwords = new Properties();
    try (var in =
        Files.newBufferedReader(servers.security().folder().resolve("passwords.properties"))) {
      passwords.load(in);
    }
    Secrets secrets = Secrets.of(passwords.values().stream().map(Object::toString).toList());
    assertThat(secrets.words()).hasSizeGreaterThan(6);
    secrets.assertNotInAnyProcess();
    assertThat(secrets.assertNotInFlinksPages(jobManager))
        .as("what Flink says of its jobs")
        .contains("kafkaConfig", "cassandraConfig");
    for (Path said : List.of(machine, folder.resolve("shared"))) {
      try (Stream<Path> files = Files.walk(said)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          secrets.assertNotIn(file);
        }
      }
    }
  }

  /** On the servers the document has set up. */
  @Test
  @Order(2)
  void nobodyCanDoMoreThanHeMust() throws Exception {
    new Rights(servers).assertNobodyCanDoMoreThanHeMust();
  }

  @Test
  @Order(3)
  void refusesOthersInOneLineThatSaysWhatToDo() throws Exception {
    new Refusals(servers, folder).assertEachInOneLineThatSaysWhatToDo();
  }

  /** A machine of the document's: its own names and ports, one unit of parallelism. */
  private Path machine() throws IOException {
    Path machine = Files.createDirectories(folder.resolve("adclicks"));
    Files.createDirectories(machine.resolve("bin"));
    Files.createSymbolicLink(machine.resolve("bin/adclicks"), home.resolve("adclicks"));
    Path configs = Files.createDirectories(machine.resolve("runner-configs/flink"));
    Map<String, String> changes = new HashMap<>();
    for (String port : PORTS) {
      changes.put(port, String.valueOf(FreePort.any()));
    }
    changes.put("jobmanager.example", "127.0.0.1");
    changes.put("0.0.0.0", "127.0.0.1");
    changes.put("/var/lib/adclicks", folder.resolve("shared").toString());
    changes.put("parallelism=8", "parallelism=1");
    changes.put("9260-9279", FreePort.any() + "-65000");
    String flink =
        Files.readString(home.resolve("runner-configs/flink/config.yaml"))
            + Files.readString(home.resolve("runner-configs/prometheus/flink-conf.yaml"));
    Files.writeString(configs.resolve("config.yaml"), changed(flink, changes));
    Files.writeString(
        machine.resolve("runner-configs/flink-cluster.properties"),
        changed(
            Files.readString(home.resolve("runner-configs/flink-cluster.properties")), changes));
    Files.writeString(
        machine.resolve("cluster.md"),
        changed(Files.readString(home.resolve("docs/cluster.md")), changes));
    return machine;
  }

  private static String changed(String text, Map<String, String> changes) {
    String changed = text;
    for (Map.Entry<String, String> change : changes.entrySet()) {
      changed = changed.replace(change.getKey(), change.getValue());
    }
    return changed;
  }

  private static long countSaid(Path machine) throws IOException {
    String answer = Files.readAllLines(machine.resolve("answer")).get(0);
    assertThat(answer).matches("ad-1: [\\d,]+ clicks");
    return Long.parseLong(answer.replaceAll("^ad-1: |,| clicks$", ""));
  }

  /** The same made clicks, counted by SQL. */
  private long oracleCount() throws Exception {
    Launcher launcher = new Launcher(folder);
    Path file = folder.resolve("clicks.json");
    Launcher.Result made =
        launcher.run(
            "generate --clicks 3000 --start 2024-03-01T10:00:00Z --ads 50 --quiet --out "
                .concat(file.getFileName().toString())
                .split(" ", -1));
    assertThat(made.exitCode()).as(made.err()).isZero();
    try (Oracle oracle = Oracle.load(file)) {
      return oracle.count(
          Question.of(
                  Instant.parse("2024-03-01T10:00:00Z").toEpochMilli(),
                  Instant.parse("2024-03-01T10:01:00Z").toEpochMilli())
              .withAd("ad-1"));
    }
  }
}
