package org.adclicks.pipeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.adclicks.click.line.ClickParser;
import org.adclicks.click.line.ParsedLine;
import org.adclicks.click.line.RawLine;
import org.adclicks.localstack.server.KafkaProcess;
import org.adclicks.localstack.server.Topic;
import org.adclicks.pipeline.command.CommandProcess;
import org.adclicks.pipeline.source.FieldCase;
import org.adclicks.pipeline.source.Heartbeat;
import org.adclicks.pipeline.source.RawLineDeserializer;
import org.adclicks.v1.Minute;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class LoadCommandIT {

  private static final int PARTITIONS = 3;
  private static final long MINUTE = Instant.parse("2021-03-01T10:00:00Z").toEpochMilli();

  @TempDir static Path stateDir;

  private static KafkaProcess kafka;

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void startKafka() {
    kafka = KafkaProcess.start(stateDir);
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void sendsEveryLineOfSeveralUnsortedFilesInOrderOfClickTime() throws IOException {
    kafka.createTopics(Topic.byArrival("merged", PARTITIONS));
    List<String> lines =
        IntStream.range(0, 6_000)
            .mapToObj(i -> "ad-1," + (MINUTE + i) + ",user-" + i + ",192.0.2.1,US")
            .toList();
    List<String> odd = new ArrayList<>();
    List<String> even = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      // Backwards, and in blocks: nothing is in its place.
      (i % 2 == 0 ? even : odd).add(0, lines.get(i));
    }
    String tooLong = "x".repeat(100_000);
    Path first = folder.resolve("server1.csv.gz");
    try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(first))) {
      gzip.write(String.join("\n", odd).getBytes(StandardCharsets.UTF_8));
    }
    Path second = Files.write(folder.resolve("server2.csv"), even);
    Path third = Files.writeString(folder.resolve("hostile.log"), "junk\n\n" + tooLong + "\r\n");

    int exit = load("merged", first.toString(), second.toString(), third.toString());

    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "load: "
                + third
                + ": none of its 2 lines is a click. The first line: neither a JSON object nor a"
                + " CSV record");
    assertThat(exit).isEqualTo(1);
    assertThat(out.toString()).startsWith("loaded 6002 lines: 6000 accepted, 2 rejected (");
    List<ConsumerRecord<byte[], byte[]>> records = records("merged");
    assertInOrderWithinPartitions(records);
    assertThat(records.stream().filter(record -> record.value() != null).map(LoadCommandIT::text))
        .filteredOn(text -> text.startsWith("ad-"))
        .containsExactlyInAnyOrderElementsOf(lines);
    assertLineWasCut(records, tooLong.length());
    assertEachPartitionEndsWithAHeartbeat(records, MINUTE + 61_000);
  }

  @Test
  void tellsWhatBecameOfTheLinesAndWhatToDoAboutClicksTooLate() throws IOException {
    kafka.createTopics(Topic.byArrival("watched", PARTITIONS));
    Path file =
        Files.writeString(
            folder.resolve("clicks.csv"),
            """
            ad-1,2021-03-01T10:00:00Z,user-1,192.0.2.1,US
            ad-1,2021-03-01T10:00:01Z,user-1,192.0.2.1,US
            ad-1,2021-03-01T10:00:01Z,user-1,192.0.2.1,US
            ad-1,2021-03-01T10:00:02Z,user-1,192.0.2.256,US
            ad-1,2021-03-01T10:00:03Z,user-1,192.0.2.1,US
            """);
    List<Minute> answers =
        List.of(
            Minute.newBuilder().setClicks(7).setDuplicates(1).setTooLate(1).build(),
            Minute.newBuilder().setClicks(8).setDuplicates(1).setTooLate(1).build(),
            Minute.newBuilder().setClicks(9).setDuplicates(2).setTooLate(2).build());
    int exit;
    try (ScriptedQueryService service =
        new ScriptedQueryService(MINUTE, MINUTE + 60_000, answers)) {
      exit = load("watched", file.toString(), "--until-closed", "--query=" + service.endpoint());
      assertThat(service.spans()).hasSize(3).containsOnly("1614556800000..1614643200000");
    }

    assertThat(out.toString())
        .isEqualToIgnoringNewLines(
            "loaded 5 lines: 2 accepted, 1 rejected, 1 duplicate, 1 too late");
    assertThat(err.toString()).startsWith("load: 1 clicks are older than the allowed lateness");
    assertThat(exit).isEqualTo(1);
  }

  @Test
  void saysThatNobodyAnswersForTheClicks() throws IOException {
    kafka.createTopics(Topic.byArrival("unanswered", PARTITIONS));
    Path file =
        Files.writeString(
            folder.resolve("clicks.csv"), "ad-1,2021-03-01T10:00:00Z,user-1,192.0.2.1,US\n");
    int exit;
    try (ScriptedQueryService service =
        new ScriptedQueryService(MINUTE, MINUTE, List.of(Minute.getDefaultInstance()))) {
      exit = load("unanswered", file.toString(), "--patience=1s", "--query=" + service.endpoint());
    }

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString()).startsWith("load: only 0 of 1 clicks are answered for");
  }

  @ParameterizedTest
  @CsvSource({
    "concat-bom-data.csv,        10, 0",
    "mid-header-other-order.csv, 10, 0",
    "csv-newline-in-quotes.csv,  1,  6",
    "nul-front.jsonl,            2,  0",
    "nul-tail.jsonl,             2,  1",
    "gz-multi.csv.gz,            10, 0",
    "gz-zeropad.csv.gz,          5,  0",
    "clicks.csv.zst,             50, 0",
    "clicks.csv.bz2,             50, 0",
    "clicks.csv.xz,              50, 0",
    "countries.jsonl,            43, 0",
    "onlyheader.csv,             0,  0"
  })
  void sendsTheClicksOfAFieldCase(String name, int clicks, int rejected) throws IOException {
    String topic = "field-" + name;
    kafka.createTopics(Topic.byArrival(topic, PARTITIONS));

    int exit = load(topic, FieldCase.file(name).toString());

    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .startsWith(
            "loaded %d lines: %d accepted, %d rejected ("
                .formatted(clicks + rejected, clicks, rejected));
    assertThat(exit).isZero();
    assertThat(
            records(topic).stream()
                .filter(record -> record.value() != null)
                .map(record -> ClickParser.parse(record.value()))
                .filter(ParsedLine.Accepted.class::isInstance))
        .hasSize(clicks);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a\tb\tc\td | tab-separated values",
        "ad_id\tclick_timestamp\tuser_id\tip\tcountry | tab-separated values",
        "a;1709251200000;u;::1;US | semicolons",
        "<!DOCTYPE html> | HTML",
        "[{\"ad_id\":\"a\"}] | a JSON array",
        "{ | JSON over several lines",
        "{\"adId\":\"a\",\"ts\":1} | JSON with the keys adId, ts, and not ad_id",
        "time,ad,user,addr,geo | CSV with the columns time, ad, user, addr, geo, and not ad_id",
        "::1 - - [01/Mar/2024:00:00:00 +0000] \"GET /\" | a web server's access log",
        "a,1709251200,u,::1,US | seconds since 1970, not milliseconds"
      })
  void saysWhatAFileWithoutAClickLooksLike(String line, String looks) throws IOException {
    String topic = "clickless-" + Integer.toHexString(line.hashCode());
    kafka.createTopics(Topic.byArrival(topic, PARTITIONS));
    Path file = folder.resolve("given.log");
    Files.writeString(file, (line.translateEscapes() + "\n").repeat(3));

    assertThat(load(topic, file.toString())).isEqualTo(1);
    assertThat(out.toString()).startsWith("loaded 3 lines: 0 accepted, 3 rejected (");
    assertThat(err.toString())
        .startsWith("load: " + file + ": none of its 3 lines is a click")
        .contains(looks);
    // A heartbeat would look like a click that is never answered for.
    assertThat(records(topic)).hasSize(3).noneMatch(record -> record.value() == null);
  }

  @Test
  void loadsWhatCanBeReadOnlyOnce() throws Exception {
    kafka.createTopics(Topic.byArrival("once", PARTITIONS));
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Process writer =
        new ProcessBuilder("cp", FieldCase.file("clicks.csv.zst").toString(), pipe.toString())
            .start();

    assertThat(load("once", pipe.toString())).isZero();
    assertThat(writer.waitFor()).isZero();
    assertThat(out.toString()).startsWith("loaded 50 lines: 50 accepted, 0 rejected (");
    try (CommandProcess load =
        CommandProcess.start(
            "load",
            "-",
            "--bootstrap=" + kafka.bootstrapServers(),
            "--topic=once",
            "--state-dir=" + folder,
            "--quiet")) {
      try (OutputStream in = load.process().getOutputStream()) {
        in.write(Files.readAllBytes(FieldCase.file("gz-multi.csv.gz")));
      }
      assertThat(load.nextLine()).startsWith("loaded 10 lines: 10 accepted, 0 rejected (");
      assertThat(load.process().waitFor()).isZero();
    }
  }

  @Test
  void sendsNothingOfAFileThatIsTruncatedBetweenItsTwoReadings() throws IOException {
    kafka.createTopics(Topic.byArrival("truncated", PARTITIONS));
    Path file =
        Files.writeString(
            folder.resolve("clicks.csv"),
            "ad-1,2021-03-01T10:00:00Z,user-1,192.0.2.1,US\n".repeat(5));
    int exit;
    try (ScriptedQueryService service =
        new ScriptedQueryService(MINUTE, MINUTE, List.of(Minute.getDefaultInstance()))) {
      // It is asked when all is surveyed, and nothing sent.
      service.beforeAnswers(() -> truncate(file));
      exit = load("truncated", file.toString(), "--query=" + service.endpoint());
    }

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("load: " + file + " changed while being read: 0 of 5 lines were sent; load all")
        .hasLineCount(1);
    assertThat(out.toString()).isEmpty();
    assertThat(records("truncated")).isEmpty();
  }

  @Test
  void saysThatThereIsNoSuchTopic() throws IOException {
    Path file = Files.writeString(folder.resolve("clicks.csv"), "junk\n");

    int exit = load("no-such-topic", file.toString());

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString()).contains("cannot be reached, or has no topic no-such-topic");
  }

  private int load(String topic, String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--bootstrap=" + kafka.bootstrapServers(),
                "--topic=" + topic,
                "--state-dir=" + folder,
                "--sort-memory=1",
                "--quiet"));
    all.addAll(List.of(arguments));
    return new CommandLine(new LoadCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(new String[0]));
  }

  private static void truncate(Path file) {
    try {
      Files.write(file, new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertInOrderWithinPartitions(List<ConsumerRecord<byte[], byte[]>> records) {
    long[] newest = new long[PARTITIONS];
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.value() != null
          && ClickParser.parse(record.value()) instanceof ParsedLine.Accepted accepted) {
        long time = accepted.click().clickTimestampMillis();
        assertThat(time).isGreaterThan(newest[record.partition()]);
        newest[record.partition()] = time;
      }
    }
    assertThat(newest).as("every partition got its share").doesNotContain(0);
  }

  private static void assertLineWasCut(List<ConsumerRecord<byte[], byte[]>> records, int length) {
    ConsumerRecord<byte[], byte[]> cut =
        records.stream()
            .filter(record -> record.value() != null && record.value()[0] == 'x')
            .findFirst()
            .orElseThrow();
    assertThat(cut.value()).hasSize(ClickParser.MAX_LINE_BYTES + 1);
    RawLine line = new RawLineDeserializer().deserialize("", cut.headers(), cut.value());
    assertThat(line.length()).isEqualTo(length);
  }

  private static void assertEachPartitionEndsWithAHeartbeat(
      List<ConsumerRecord<byte[], byte[]>> records, long millis) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      int wanted = partition;
      ConsumerRecord<byte[], byte[]> last =
          records.stream()
              .filter(record -> record.partition() == wanted)
              .reduce((before, after) -> after)
              .orElseThrow();
      assertThat(Heartbeat.timeOf(last.headers())).isEqualTo(OptionalLong.of(millis));
    }
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.value(), StandardCharsets.UTF_8);
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          IntStream.range(0, PARTITIONS).mapToObj(i -> new TopicPartition(topic, i)).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long end = consumer.endOffsets(partitions).values().stream().mapToLong(Long::valueOf).sum();
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (records.size() < end) {
        consumer.poll(Duration.ofSeconds(10)).forEach(records::add);
      }
      return records;
    }
  }
}
