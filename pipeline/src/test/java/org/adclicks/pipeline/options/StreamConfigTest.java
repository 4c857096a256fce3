package org.adclicks.pipeline.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.transforms.rank.RankingWindow;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamConfigTest {

  private static final List<String> NEEDED =
      List.of(
          "--kafkaBootstrapServers=127.0.0.1:9092",
          "--archiveDir=archive",
          "--cassandraHosts=127.0.0.1");

  @Test
  void defaultsAreAsDocumented() throws InvalidOptionsException {
    StreamConfig config = config(NEEDED);

    assertThat(config.kafka())
        .isEqualTo(
            new KafkaSettings("127.0.0.1:9092", "clicks", "clicks-rejected", 0, null, false));
    assertThat(config.inputFiles()).isEmpty();
    assertThat(config.rejectedDirectory()).isNull();
    assertThat(config.archive())
        .isEqualTo(new ArchiveSettings("archive", Duration.standardSeconds(60), 2));
    assertThat(config.store())
        .isEqualTo(
            new StoreSettings(
                List.of("127.0.0.1"), 9042, "adclicks", "datacenter1", "LOCAL_QUORUM"));
    assertThat(config.times())
        .isEqualTo(
            new TimeSettings(
                Instant.parse("2000-01-01T00:00:00Z"),
                Duration.standardSeconds(15),
                Duration.standardMinutes(10),
                Duration.standardMinutes(5),
                Duration.ZERO,
                Duration.standardSeconds(5),
                Duration.standardSeconds(30)));
    assertThat(config.ranking().windows())
        .containsExactly(
            new RankingWindow(60_000, 60_000, 1000),
            new RankingWindow(300_000, 300_000, 2000),
            new RankingWindow(60_000, 10_000, 100),
            new RankingWindow(300_000, 60_000, 100));
    assertThat(config.ranking().slice()).isEqualTo(Duration.standardSeconds(10));
    assertThat(config.shards()).isEqualTo(new ShardSettings(16, 16, new ClickBuckets(64), 1));
    assertThat(config.sinks()).containsExactlyInAnyOrder(Sink.values());
  }

  @Test
  void throughTheQueueOnlyTheSecondJobNeedsTheStore() throws InvalidOptionsException {
    StreamConfig stream =
        config(
            List.of(
                "--kafkaBootstrapServers=one:9092",
                "--archiveDir=archive",
                "--aggregatesTo=queue",
                "--aggregatesTopic=a"));
    assertThat(stream.store()).isNull();
    assertThat(stream.queue()).isEqualTo(new QueueSettings("one:9092", "a", 0, null));

    StreamOptions options =
        PipelineOptionsFactory.fromArgs(
                "--kafkaBootstrapServers=one:9092", "--cassandraHosts=c", "--aggregatesTopic=a")
            .as(StreamOptions.class);
    StreamConfig store = StreamConfigParser.parseForQueue(options);
    assertThat(store.archive()).isNull();
    assertThat(store.store()).isNotNull();
    assertThat(store.queue()).isEqualTo(stream.queue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--cassandraHosts=c | --kafkaBootstrapServers is missing: HOST:PORT of Kafka, where the queue",
        "--kafkaBootstrapServers=one:9092 | --cassandraHosts is missing",
        "--inputFiles=clicks.csv | --inputFiles is not for this job",
        "--sinks=archive | --sinks has nothing that goes to Cassandra",
      })
  void theSecondJobIsToldWhatItLacks(String option, String problem) {
    StreamOptions options = PipelineOptionsFactory.fromArgs(option).as(StreamOptions.class);
    assertThatThrownBy(() -> StreamConfigParser.parseForQueue(options))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void takesEverythingExplicit() throws InvalidOptionsException {
    StreamConfig config =
        config(
            List.of(
                "--kafkaBootstrapServers=one:9092,two:9093",
                "--clicksTopic=c",
                "--rejectedTopic=r",
                "--sourceSlots=6",
                "--copiedTopic=true",
                "--archiveShards=8",
                "--idleTimeout=1m",
                "--archiveDir=gs://bucket/archive",
                "--archiveRoll=5m",
                "--cassandraHosts=a:9142,b:9142",
                "--cassandraKeyspace=k",
                "--cassandraDatacenter=dc",
                "--cassandraConsistency=QUORUM",
                "--earliestClickTime=1990-01-01T00:00:00Z",
                "--watermarkDelay=1s",
                "--allowedLateness=1h",
                "--allowedSkew=500ms",
                "--earlyFirings=20s",
                "--openEvery=2s",
                "--slidingWindows=2m/4s",
                "--topAds=10",
                "--minuteTopAds=20",
                "--dedupShards=3",
                "--adShards=8",
                "--clickBuckets=1024",
                "--stateParts=256",
                "--sinks=archive,cells"));

    assertThat(config.kafka())
        .isEqualTo(new KafkaSettings("one:9092,two:9093", "c", "r", 6, null, true));
    assertThat(config.archive())
        .isEqualTo(new ArchiveSettings("gs://bucket/archive", Duration.standardMinutes(5), 8));
    assertThat(config.store())
        .isEqualTo(new StoreSettings(List.of("a", "b"), 9142, "k", "dc", "QUORUM"));
    assertThat(config.times())
        .isEqualTo(
            new TimeSettings(
                Instant.parse("1990-01-01T00:00:00Z"),
                Duration.standardSeconds(1),
                Duration.standardHours(1),
                Duration.millis(500),
                Duration.standardSeconds(20),
                Duration.standardSeconds(2),
                Duration.standardMinutes(1)));
    assertThat(config.ranking().windows())
        .containsExactly(
            new RankingWindow(60_000, 60_000, 20),
            new RankingWindow(300_000, 300_000, 2000),
            new RankingWindow(120_000, 4_000, 10));
    assertThat(config.ranking().slice()).isEqualTo(Duration.standardSeconds(2));
    assertThat(config.shards()).isEqualTo(new ShardSettings(3, 8, new ClickBuckets(1024), 256));
    assertThat(config.sinks()).isEqualTo(Set.of(Sink.ARCHIVE, Sink.CELLS));
  }

  @Test
  void saysWhatTheEarliestClickTimeMustBe() {
    assertThatThrownBy(() -> config(List.of("--earliestClickTime=2000", "--sinks=")))
        .hasMessageContaining("must be RFC 3339, such as 2000-01-01T00:00:00Z; not '2000'");
  }

  @Test
  void filesNeedNoKafkaButAPlaceForRejectedLines() throws InvalidOptionsException {
    StreamConfig config =
        config(List.of("--inputFiles=logs/*.gz", "--rejectedDir=rejected", "--sinks="));

    assertThat(config.kafka()).isNull();
    assertThat(config.store()).isNull();
    assertThat(config.archive()).isNull();
    assertThat(config.inputFiles()).containsExactly("logs/*.gz");
    assertThat(config.rejectedDirectory()).isEqualTo("rejected");
    assertThatThrownBy(() -> config(List.of("--inputFiles=logs/*.gz", "--sinks=")))
        .hasMessageContaining("--rejectedDir is missing");
  }

  @Test
  void keepsThePathsOfSecretsAndNotTheSecrets(@TempDir Path folder) throws Exception {
    Path kafka = Files.writeString(folder.resolve("kafka.properties"), "sasl.jaas.config=geheim");
    Path store =
        Files.writeString(folder.resolve("store.properties"), "username=me\npassword=geheim\n");
    List<String> arguments = new ArrayList<>(NEEDED);
    arguments.add("--kafkaConfig=" + kafka);
    arguments.add("--cassandraConfig=" + store);

    StreamConfig config = config(arguments);

    assertThat(config.toString()).contains(kafka.toString(), store.toString());
    assertThat(config.toString()).doesNotContain("geheim");
    Files.writeString(kafka, "enable.auto.commit=true\nconsumer.auto.offset.reset=latest\n");
    Files.writeString(store, "user=me\n");
    assertThatThrownBy(() -> config(arguments))
        .hasMessageContainingAll(
            "has enable.auto.commit, which is not to be set",
            "has consumer.auto.offset.reset, which is not to be set",
            "has [user], which is none of");
  }

  /** The service reads by a quorum: what it calls CLOSED has to be there. */
  @Test
  void oneReplicaIsNeverEnough() {
    List<String> arguments = new ArrayList<>(NEEDED);
    arguments.add("--cassandraConsistency=ONE");
    arguments.add("--sinks=cells,minutes");

    assertThatThrownBy(() -> config(arguments))
        .hasMessageContaining("--cassandraConsistency must be one of [QUORUM, ALL, LOCAL_QUORUM]");
  }

  @Test
  void namesAllProblemsAtOnce() {
    assertThatThrownBy(() -> config(List.of("--topAds=0", "--adShards=3", "--stateParts=24")))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContainingAll(
            "--kafkaBootstrapServers is missing",
            "--archiveDir is missing",
            "--cassandraHosts is missing",
            "--topAds must be in 1..1000, not 0",
            "--adShards must be a power of two in 1..1024, not 3",
            "--stateParts must be a power of two in 1..4096, not 24");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--kafkaBootstrapServers=nowhere | --kafkaBootstrapServers has 'nowhere'",
        "--clicksTopic=a b | --clicksTopic must be letters",
        "--rejectedTopic= | --rejectedTopic is missing",
        "--aggregatesTo=both | --aggregatesTo must be one of [store, queue], not 'both'",
        "--archiveRoll=0s | --archiveRoll must be more than zero",
        "--cassandraPort=0 | --cassandraPort must be in 1..65535",
        "--cassandraKeyspace=Drop;Table | --cassandraKeyspace must be lower-case",
        "--cassandraDatacenter= | --cassandraDatacenter is missing",
        "--cassandraConsistency=MOST | --cassandraConsistency must be one of",
        "--cassandraConsistency=ANY | --cassandraConsistency must be one of",
        "--cassandraConsistency=ONE | --cassandraConsistency must be one of [QUORUM, ALL, LOCAL_QUORUM]",
        "--clickBuckets=3 | --clickBuckets must be a power of two in 1..65536, not 3",
        "--idleTimeout=0s | --idleTimeout must be more than zero",
        "--archiveShards=0 | --archiveShards must be in 1..1024",
        "--sourceSlots=-1 | --sourceSlots must be in 0..1024",
        "--cassandraHosts=a:1,b:2 | --cassandraHosts has nodes of several ports",
        "--cassandraHosts=a:x | --cassandraHosts has 'a:x' is not HOST:PORT",
        "--watermarkDelay=15 | --watermarkDelay must be a number with a unit",
        "--allowedLateness=-1s | --allowedLateness must be a number with a unit",
        "--allowedSkew=soon | --allowedSkew must be a number with a unit",
        "--earlyFirings=1d | --earlyFirings must be a number with a unit",
        "--slidingWindows=5m | --slidingWindows has '5m', which is not LENGTH/PERIOD",
        "--slidingWindows=5m/7s | --slidingWindows has '5m/7s': a length must be a multiple",
        "--slidingWindows=70s/7s | --slidingWindows has '70s/7s': a period must divide a minute",
        "--slidingWindows=2h/1m | --slidingWindows has '2h/1m': longer than an hour",
        "--slidingWindows=5m/1m,5m/10s | --slidingWindows has two windows as long as '5m/10s'",
        "--minuteTopAds=1001 | --minuteTopAds must be in 1..1000",
        "--dedupShards=0 | --dedupShards must be in 1..1024",
        "--adShards=2048 | --adShards must be a power of two in 1..1024, not 2048",
        "--sinks=rollups | --sinks has rollups without cells",
        "--sinks=cells,disk | --sinks has 'disk', which is none of archive",
      })
  void refusesWhatCannotBe(String option, String problem) {
    List<String> arguments = new ArrayList<>();
    String name = option.substring(0, option.indexOf('=') + 1);
    NEEDED.stream().filter(needed -> !needed.startsWith(name)).forEach(arguments::add);
    arguments.add(option);

    assertThatThrownBy(() -> config(arguments))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageStartingWith(problem);
  }

  private static StreamConfig config(List<String> arguments) throws InvalidOptionsException {
    return StreamConfigParser.parse(
        PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new)).as(StreamOptions.class));
  }
}
