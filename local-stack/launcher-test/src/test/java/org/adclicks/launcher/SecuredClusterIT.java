package org.adclicks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.oracle.AdCount;
import org.adclicks.localstack.oracle.Oracle;
import org.adclicks.localstack.oracle.Question;
import org.adclicks.localstack.oracle.SampleClick;
import org.adclicks.localstack.secure.StackSecurity;
import org.adclicks.localstack.server.SchemaMigration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One background stack with its pipeline on a Flink cluster, of which a worker is killed, and with
 * a Kafka and a Cassandra that let in only who they know, over TLS.
 *
 * <p>A drill: two cores take five minutes for it. {@link ClusterGuideIT} has the same parts.
 */
@Tag("drill")
class SecuredClusterIT {

  private static final String FROM = "2021-03-01T10:00:00Z";
  private static final String LATER = "2021-03-01T10:05:00Z";
  private static final String TO = "2021-03-01T10:10:00Z";
  private static final List<String> PARTS =
      List.of(
          "supervisor",
          "kafka",
          "cassandra",
          "jobmanager",
          "taskmanager-1",
          "taskmanager-2",
          "query-service");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  private static Launcher launcher;
  private static Endpoints endpoints;
  private static Path before;
  private static Path after;

  @BeforeAll
  static void start() throws Exception {
    launcher = new Launcher(folder);
    done("up", "--runner", "flink-cluster", "--secure");
    endpoints = Endpoints.read(launcher.stateDir()).orElseThrow();
    before = clicks("before", FROM);
    after = clicks("after", LATER);
    done("load", before.toString());
    ProcessHandle worker = process("taskmanager-1");
    assertThat(worker.destroyForcibly()).isTrue();
    worker.onExit().get(60, TimeUnit.SECONDS);
    done("load", after.toString(), "--until-closed");
  }

  /** Which is with a savepoint, and nothing is left running. */
  @AfterAll
  static void stop() throws Exception {
    List<ProcessHandle> processes = new ArrayList<>();
    for (String part : PARTS) {
      processes.add(process(part));
    }
    done("down");
    assertThat(processes).noneMatch(ProcessHandle::isAlive);
    assertThat(launcher.stateDir().resolve("logs/supervisor.log"))
        .content()
        .contains("the job has stopped with the savepoint file:");
    try (Stream<Path> savepoints = Files.walk(launcher.stateDir().resolve("flink/savepoints"))) {
      assertThat(savepoints.filter(file -> file.endsWith("_metadata"))).hasSize(1);
    }
  }

  private static Path clicks(String name, String start) throws Exception {
    Path file = folder.resolve(name + ".csv.gz");
    done(
        ("generate --clicks 4000 --rate 40 --start " + start + " --ads 50 --users 100 --seed 5")
            .concat(" --duplicates 2% --late 1% --format csv --out " + file.getFileName())
            .split(" ", -1));
    return file;
  }

  @Test
  void answersExactlyThoughAWorkerWasKilled() throws Exception {
    assertThat(done("status"))
        .contains(PARTS.subList(1, PARTS.size()))
        .contains("as of 2021-03-01T10:0", "flink's page     http://127.0.0.1:")
        .containsPattern("taskmanager-1 +runs, .*started again 1 time")
        .containsPattern("lines read [1-9]")
        .containsPattern("questions [0-9]");
    try (Oracle oracle = Oracle.load(before, after)) {
      Question all =
          Question.of(Instant.parse(FROM).toEpochMilli(), Instant.parse(TO).toEpochMilli());
      SampleClick click = oracle.sample(1).get(0);
      assertThat(query("count", click.adId()).get("count").asLong())
          .isPositive()
          .isEqualTo(oracle.count(all.withAd(click.adId())));
      List<AdCount> ads = new ArrayList<>();
      for (JsonNode ad : query("top", "--count", "100").get("ads")) {
        ads.add(new AdCount(ad.get("ad_id").asText(), ad.get("clicks").asLong()));
      }
      assertThat(ads).isEqualTo(oracle.top(all, 100));
    }
  }

  private static JsonNode query(String... words) throws Exception {
    return JSON.readTree(
        done(
            Stream.of(
                    Stream.of("query"),
                    Stream.of(words),
                    Stream.of("--from", FROM, "--to", TO, "--json"))
                .flatMap(each -> each)
                .toArray(String[]::new)));
  }

  @Test
  void tellsWhatServersLackAndMendsIt() throws Exception {
    assertThat(done("schema", "check")).contains("has all that is wanted").hasLineCount(1);
    assertThat(done("topics", "check")).contains("has all that is wanted").hasLineCount(1);

    try (CqlSession admin = SchemaMigration.connect(endpoints.store(StackSecurity.STORE_ADMIN))) {
      admin.execute("REVOKE MODIFY ON adclicks.minutes FROM adclicks_writer");
      admin.execute("GRANT MODIFY ON adclicks.cells TO adclicks_reader");
    }
    Launcher.Result schema = launcher.run("schema", "check");
    assertThat(schema.exitCode()).isEqualTo(1);
    assertThat(schema.out().lines())
        .containsExactly(
            "user adclicks_writer may not MODIFY on <table adclicks.minutes>",
            "user adclicks_reader may MODIFY on <table adclicks.cells>, which is more than planned");
    done("schema", "apply");
    Launcher.Result more = launcher.run("schema", "check");
    assertThat(more.out().lines()).singleElement().asString().contains("more than planned");
    try (CqlSession admin = SchemaMigration.connect(endpoints.store(StackSecurity.STORE_ADMIN))) {
      admin.execute("REVOKE MODIFY ON adclicks.cells FROM adclicks_reader");
    }

    Launcher.Result topics =
        launcher.run("topics", "check", "--partitions", "6", "--loader-user", "somebody");
    assertThat(topics.exitCode()).isEqualTo(1);
    assertThat(topics.out().lines())
        .contains(
            "topic clicks has 4 partitions, wanted are 6",
            "User:somebody may write topic clicks: is not so");
  }

  @Test
  void secretsAreNowhereToBeSeen() throws Exception {
    Path secrets = StackSecurity.folderOf(launcher.stateDir());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
        .isEqualTo("rwx------");
    Properties passwords = load(secrets.resolve("passwords.properties"));
    List<String> words = passwords.values().stream().map(Object::toString).toList();
    assertThat(words).hasSizeGreaterThan(6);
    List<String> servers = List.of("server.properties", "cassandra.yaml");
    try (Stream<Path> files = Files.walk(launcher.stateDir())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (file.startsWith(secrets) || servers.contains(file.getFileName().toString())) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
              .as(file.toString())
              .isEqualTo("rw-------");
        } else {
          Secrets.of(words).assertNotIn(file);
        }
      }
    }
    Secrets.of(words).assertNotInAnyProcess();
    assertThat(Secrets.of(words).assertNotInFlinksPages(process("jobmanager").pid()))
        .as("what Flink says of its jobs")
        .contains("kafkaConfig", "cassandraConfig");
  }

  private static Properties load(Path file) throws Exception {
    Properties settings = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      settings.load(in);
    }
    return settings;
  }

  private static ProcessHandle process(String part) throws Exception {
    Properties written = load(launcher.stateDir().resolve("processes.properties"));
    return ProcessHandle.of(Long.parseLong(written.getProperty(part))).orElseThrow();
  }

  private static String done(String... arguments) throws Exception {
    Launcher.Result result = launcher.run(arguments);
    assertThat(result.exitCode()).as(List.of(arguments) + result.out() + result.err()).isZero();
    return result.out();
  }
}
