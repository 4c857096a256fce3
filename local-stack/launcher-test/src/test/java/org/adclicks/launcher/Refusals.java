package org.adclicks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.adclicks.localstack.secure.Certificates;
import org.adclicks.localstack.secure.StackSecurity;
import org.jspecify.annotations.Nullable;

/** Who comes to secured servers with something wrong, expired or missing, and what he is told. */
record Refusals(SecuredServers servers, Path folder) {

  private static final int AT_A_TIME = 2;

  void assertEachInOneLineThatSaysWhatToDo() throws Exception {
    Path kafka = servers.security().kafkaFile(StackSecurity.KAFKA_JOB);
    Path store = servers.security().storeFile(StackSecurity.STORE_WRITER);
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
                      servers.bootstrap(),
                      "--kafka-config",
                      wrongKafka.toString())));
      assertRefused(all);
    }
  }

  /** What a command says, and what it is. */
  private record Refused(String reason, List<String> words) {}

  /** Side by side, but few at a time: more keep each other from being answered at all. */
  private void assertRefused(List<Refused> all) throws Exception {
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

  private List<String> stream(@Nullable Path kafka, @Nullable Path store) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "pipeline",
                "stream",
                "--kafkaBootstrapServers=" + servers.bootstrap(),
                "--cassandraHosts=" + servers.contact(),
                "--archiveDir=" + folder.resolve("nothing")));
    if (kafka != null) {
      words.add("--kafkaConfig=" + kafka);
    }
    if (store != null) {
      words.add("--cassandraConfig=" + store);
    }
    return words;
  }

  private List<String> serve(@Nullable Path store) {
    return serveAt(servers.contact(), store);
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

  private Path changed(Path file, String name, Map<String, String> changes) throws Exception {
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
}
