package org.adclicks.launcher;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.adclicks.access.KafkaConfigFile;
import org.adclicks.localstack.Endpoints;
import org.adclicks.localstack.oracle.AdCount;
import org.adclicks.localstack.oracle.Oracle;
import org.adclicks.localstack.oracle.Question;
import org.adclicks.localstack.oracle.SampleClick;
import org.adclicks.localstack.secure.Certificates;
import org.adclicks.localstack.secure.StackSecurity;
import org.adclicks.localstack.server.SchemaMigration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One background stack with its pipeline on a Flink cluster, of which a worker is killed, and with
 * a Kafka and a Cassandra that let in only who they know, over TLS.
 */
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
  private static final int AT_A_TIME = 2;
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
  void nobodyCanDoMoreThanHeMust() throws Exception {
    try (CqlSession writer = SchemaMigration.connect(endpoints.store(StackSecurity.STORE_WRITER));
        CqlSession reader = SchemaMigration.connect(endpoints.store(StackSecurity.STORE_READER))) {
      assertThat(reader.execute("SELECT * FROM adclicks.minutes LIMIT 1").one()).isNotNull();
      for (String forbidden :
          List.of(
              "INSERT INTO adclicks.progress (pipeline) VALUES ('x')",
              "TRUNCATE adclicks.cells",
              "SELECT * FROM system_auth.roles")) {
        assertThatThrownBy(() -> reader.execute(forbidden))
            .isInstanceOf(UnauthorizedException.class);
      }
      for (String forbidden :
          List.of(
              "SELECT * FROM adclicks.clicks_by_user LIMIT 1",
              "INSERT INTO adclicks.schema_version (version) VALUES (99)",
              "DROP TABLE adclicks.cells",
              "ALTER ROLE adclicks_writer WITH SUPERUSER = true")) {
        assertThatThrownBy(() -> writer.execute(forbidden))
            .isInstanceOf(UnauthorizedException.class);
      }
    }
    assertThatThrownBy(() -> read("clicks", StackSecurity.KAFKA_LOADER))
        .isInstanceOf(TopicAuthorizationException.class);
    assertThatThrownBy(() -> send("clicks", StackSecurity.KAFKA_JOB))
        .hasCauseInstanceOf(TopicAuthorizationException.class);
    assertThatThrownBy(() -> send("click-aggregates", StackSecurity.KAFKA_LOADER))
        .hasCauseInstanceOf(TopicAuthorizationException.class);
    try (Admin admin = Admin.create(kafka(StackSecurity.KAFKA_JOB).asAdmin())) {
      assertThatThrownBy(
              () -> admin.deleteTopics(List.of("clicks")).all().get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(TopicAuthorizationException.class);
      assertThat(
              admin
                  .listOffsets(Map.of(new TopicPartition("clicks", 0), OffsetSpec.latest()))
                  .all()
                  .get(20, TimeUnit.SECONDS))
          .hasSize(1);
    }
  }

  @Test
  void refusesOthersInOneLineThatSaysWhatToDo() throws Exception {
    Path kafka = requireNonNull(endpoints.kafkaConfig(StackSecurity.KAFKA_JOB));
    Path store = requireNonNull(endpoints.storeConfig(StackSecurity.STORE_WRITER));
    Path strangers = Certificates.make(folder.resolve("stranger"), "changeit").truststore();
    Path wrongKafka = changed(kafka, "wrong-kafka", Map.of("sasl.jaas.config", login("wrong")));
    Path strangeKafka = changed(kafka, "strange-kafka", trusting(strangers));
    Path wrongStore = changed(store, "wrong-store", Map.of("password", "wrong"));
    Path strangeStore = changed(store, "strange-store", trusting(strangers));
    List<Refused> all;
    try (ExpiredServer expired = ExpiredServer.start(folder.resolve("expired"))) {
      Path late = changed(kafka, "late-kafka", trusting(expired.truststore()));
      Path lateStore = changed(store, "late-store", trusting(expired.truststore()));
      all =
          List.of(
              new Refused("user or password is wrong", stream(wrongKafka, store)),
              new Refused("--kafkaConfig must name a file", stream(null, store)),
              new Refused("ssl.truststore.location must hold its CA", stream(strangeKafka, store)),
              new Refused("see username and password in", stream(kafka, wrongStore)),
              new Refused("must name a file with ssl.truststore", stream(kafka, null)),
              new Refused("ssl.truststore.location must hold its CA", stream(kafka, strangeStore)),
              new Refused("see username and password in", serve(wrongStore)),
              new Refused("must name a file with ssl.truststore.location", serve(null)),
              new Refused("ssl.truststore.location must hold its CA", serve(strangeStore)),
              new Refused("has expired", serveAt(expired.address(), lateStore)),
              new Refused("has expired", topicsAt(expired.address(), late)),
              new Refused(
                  "user or password is wrong",
                  List.of(
                      "generate",
                      "--clicks",
                      "1",
                      "--kafka",
                      "--quiet",
                      "--bootstrap",
                      endpoints.kafkaBootstrap(),
                      "--kafka-config",
                      wrongKafka.toString())));
      assertRefused(all);
    }
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

  /** What a command says, and what it is. */
  private record Refused(String reason, List<String> words) {}

  /** Side by side, but few at a time: more keep each other from being answered at all. */
  private static void assertRefused(List<Refused> all) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME);
    List<Future<Launcher.Result>> results = new ArrayList<>();
    for (Refused refused : all) {
      Launcher own =
          new Launcher(folder.resolve("case" + results.size()))
              .with("JAVA_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
      results.add(pool.submit(() -> own.runQuietly(refused.words())));
    }
    pool.shutdown();
    for (int i = 0; i < all.size(); i++) {
      Refused refused = all.get(i);
      Launcher.Result result = results.get(i).get();
      assertThat(result.exitCode()).as(refused + result.out()).isEqualTo(1);
      assertThat(result.err().lines().filter(line -> !line.matches("\\d{4}-.*| .*")))
          .as(refused.toString())
          .singleElement()
          .asString()
          .contains(refused.reason());
    }
  }

  private static List<String> stream(@Nullable Path kafka, @Nullable Path store) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "pipeline",
                "stream",
                "--kafkaBootstrapServers=" + endpoints.kafkaBootstrap(),
                "--cassandraHosts=" + endpoints.cassandraContact(),
                "--archiveDir=" + folder.resolve("nothing")));
    if (kafka != null) {
      words.add("--kafkaConfig=" + kafka);
    }
    if (store != null) {
      words.add("--cassandraConfig=" + store);
    }
    return words;
  }

  private static List<String> serve(@Nullable Path store) {
    return serveAt(endpoints.cassandraContact(), store);
  }

  private static List<String> serveAt(String where, @Nullable Path store) {
    List<String> words = new ArrayList<>(List.of("serve", "--port", "0", "--cassandra", where));
    if (store != null) {
      words.addAll(List.of("--cassandra-config", store.toString()));
    }
    return words;
  }

  private static List<String> topicsAt(String where, Path kafka) {
    return List.of("topics", "check", "--bootstrap", where, "--kafka-config", kafka.toString());
  }

  private static String login(String password) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
        + (StackSecurity.KAFKA_JOB + "\" password=\"" + password + "\";");
  }

  private static Map<String, String> trusting(Path truststore) {
    return Map.of(
        "ssl.truststore.location", truststore.toString(), "ssl.truststore.password", "changeit");
  }

  private static Path changed(Path file, String name, Map<String, String> changes)
      throws Exception {
    Properties settings = load(file);
    settings.putAll(changes);
    Path changed = folder.resolve(name + ".properties");
    try (var out = Files.newBufferedWriter(changed)) {
      settings.store(out, null);
    }
    return changed;
  }

  private static Properties load(Path file) throws Exception {
    Properties settings = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      settings.load(in);
    }
    return settings;
  }

  /** What clients of one user are made of. */
  private record User(KafkaConfigFile config) {

    Map<String, Object> asAdmin() {
      return at(config.admin());
    }

    Map<String, Object> asReader() {
      return at(config.consumer());
    }

    Map<String, Object> asWriter() {
      return at(config.producer());
    }

    private static Map<String, Object> at(Map<String, Object> settings) {
      Map<String, Object> all = new HashMap<>(settings);
      all.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, endpoints.kafkaBootstrap());
      return all;
    }
  }

  private static User kafka(String user) {
    return new User(KafkaConfigFile.read(endpoints.kafkaConfig(user)));
  }

  private static void read(String topic, String user) {
    Map<String, Object> settings = kafka(user).asReader();
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      consumer.poll(Duration.ofSeconds(20));
    }
  }

  private static void send(String topic, String user) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafka(user).asWriter(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, new byte[1])).get(20, TimeUnit.SECONDS);
    }
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
