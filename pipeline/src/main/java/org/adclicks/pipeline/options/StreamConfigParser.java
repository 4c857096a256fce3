package org.adclicks.pipeline.options;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.adclicks.access.HostPort;
import org.adclicks.access.KafkaConfigFile;
import org.adclicks.access.SettingsFileException;
import org.adclicks.access.StoreAccess;
import org.adclicks.proto.store.ClickBuckets;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link StreamConfig} of {@link StreamOptions}, or a list of all that is wrong with them.
 */
public final class StreamConfigParser {

  /** The longest leaderboard; also what the query service can ask for. */
  private static final int MOST_ADS = 1000;

  private static final int MOST_SHARDS = 1024;
  private static final int MOST_STATE_PARTS = 4096;
  private static final int MOST_PARTITIONS = 10_000;
  private static final String QUEUE = "queue";
  private static final List<String> TO = List.of("store", QUEUE);

  /** Of writes; those that may be lost with one node are here too. */
  /** With these, what one has written another reads, whatever the number of replicas. */
  private static final List<String> CONSISTENCIES = List.of("QUORUM", "ALL", "LOCAL_QUORUM");

  private static final Duration LONGEST_LATENESS = Duration.standardDays(5);

  private final StreamOptions options;
  private final OptionValues values = new OptionValues();
  private boolean readsArchive;
  private boolean readsQueue;

  private StreamConfigParser(StreamOptions options) {
    this.options = options;
  }

  /**
   * Checks the options and makes settings of them.
   *
   * @throws InvalidOptionsException naming all problems at once
   */
  public static StreamConfig parse(StreamOptions options) throws InvalidOptionsException {
    return new StreamConfigParser(options).parse();
  }

  /**
   * The same of a job that reads the archive: no source of clicks is asked for, and an archive is.
   *
   * @throws InvalidOptionsException naming all problems at once
   */
  public static StreamConfig parseForArchive(StreamOptions options) throws InvalidOptionsException {
    StreamConfigParser parser = new StreamConfigParser(options);
    parser.readsArchive = true;
    return parser.parse();
  }

  /**
   * The same of the job that reads the queue of aggregates: what is not in the store is not asked
   * for.
   *
   * @throws InvalidOptionsException naming all problems at once
   */
  public static StreamConfig parseForQueue(StreamOptions options) throws InvalidOptionsException {
    StreamConfigParser parser = new StreamConfigParser(options);
    parser.readsQueue = true;
    return parser.parse();
  }

  private Set<Sink> sinks() {
    Set<Sink> sinks = EnumSet.noneOf(Sink.class);
    sinks.addAll(values.sinks("sinks", options.getSinks()));
    if (readsQueue && sinks.remove(Sink.ARCHIVE) && sinks.isEmpty()) {
      values.problem(
          "sinks", "has nothing that goes to Cassandra, and the archive is the stream's");
    }
    return sinks;
  }

  private StreamConfig parse() throws InvalidOptionsException {
    Set<Sink> sinks = sinks();
    TimeSettings times = times();
    if (sinks.contains(Sink.CLICKS) && times.allowedLateness().isLongerThan(LONGEST_LATENESS)) {
      values.problem(
          "allowedLateness",
          "must be at most 120h with clicks: their minutes' blocks are kept for 9 days, and made into"
              + " hours when those are final");
    }
    if (sinks.contains(Sink.ROLLUPS) && !sinks.contains(Sink.CELLS)) {
      values.problem("sinks", "has rollups without cells, which they are added up from");
    }
    List<String> inputFiles = OptionValues.list(options.getInputFiles());
    KafkaSettings kafka = kafka(inputFiles);
    QueueSettings queue = goesThroughQueue() ? queue(kafka, inputFiles) : null;
    Set<Sink> inStore = queue != null && !readsQueue ? Set.of() : sinks;
    StreamConfig config =
        new StreamConfig(
            kafka,
            inputFiles,
            rejectedDirectory(inputFiles),
            archive(sinks),
            store(inStore),
            queue,
            times,
            ranking(),
            shards(),
            sinks);
    if (!values.problems().isEmpty()) {
      throw new InvalidOptionsException(values.problems());
    }
    return config;
  }

  private boolean goesThroughQueue() {
    if (readsQueue || readsArchive) {
      return readsQueue;
    }
    String to = options.getAggregatesTo();
    if (!TO.contains(to)) {
      values.problem("aggregatesTo", "must be one of " + TO + ", not '" + to + "'");
    }
    return QUEUE.equals(to);
  }

  private QueueSettings queue(@Nullable KafkaSettings kafka, List<String> inputFiles) {
    if (readsQueue && !inputFiles.isEmpty()) {
      values.problem("inputFiles", "is not for this job, which reads the queue of aggregates");
    } else if (kafka == null || !inputFiles.isEmpty()) {
      values.problem(
          "aggregatesTo",
          "is queue, which is for clicks from Kafka: files are counted once, into the store");
    }
    return new QueueSettings(
        kafka == null ? "" : kafka.bootstrapServers(),
        topic("aggregatesTopic", options.getAggregatesTopic()),
        values.between(
            "aggregatesPartitions", options.getAggregatesPartitions(), 0, MOST_PARTITIONS),
        kafka == null ? null : kafka.configFile());
  }

  private @Nullable KafkaSettings kafka(List<String> inputFiles) {
    String servers = options.getKafkaBootstrapServers();
    if (readsArchive) {
      return null;
    }
    if (servers == null && !inputFiles.isEmpty() && !readsQueue) {
      return null;
    }
    String checked =
        values.required(
            "kafkaBootstrapServers",
            servers,
            readsQueue
                ? "HOST:PORT of Kafka, where the queue of aggregates is"
                : "HOST:PORT of Kafka (or --inputFiles to read files)");
    for (String server : OptionValues.list(checked)) {
      try {
        HostPort.parse(server);
      } catch (IllegalArgumentException e) {
        values.problem("kafkaBootstrapServers", "has '" + server + "', which is not HOST:PORT");
      }
    }
    return new KafkaSettings(
        checked,
        topic("clicksTopic", options.getClicksTopic()),
        topic("rejectedTopic", options.getRejectedTopic()),
        values.between("sourceSlots", options.getSourceSlots(), 0, MOST_SHARDS),
        kafkaConfig(),
        options.getCopiedTopic());
  }

  /**
   * The path alone goes on: what is in the file is nobody's but the client's that is made of it.
   */
  private @Nullable String kafkaConfig() {
    Path file = path(options.getKafkaConfig());
    try {
      for (String name : KafkaConfigFile.read(file).forbidden()) {
        values.problem("kafkaConfig", "has " + name + ", which is not to be set");
      }
    } catch (SettingsFileException e) {
      values.problem("kafkaConfig", String.valueOf(e.getMessage()));
    }
    return file == null ? null : file.toString();
  }

  private @Nullable String cassandraConfig() {
    Path file = path(options.getCassandraConfig());
    try {
      StoreAccess.read(file);
    } catch (SettingsFileException e) {
      values.problem("cassandraConfig", String.valueOf(e.getMessage()));
    }
    return file == null ? null : file.toString();
  }

  /** Workers have another current folder than we. */
  private static @Nullable Path path(@Nullable String file) {
    return file == null ? null : Path.of(file).toAbsolutePath();
  }

  private String topic(String option, String name) {
    String checked = values.required(option, name, "the name of a Kafka topic");
    if (!checked.isEmpty() && !checked.matches("[a-zA-Z0-9._-]{1,249}")) {
      values.problem(
          option, "must be letters, digits, '.', '_' and '-', at most 249, not '" + name + "'");
    }
    return checked;
  }

  private @Nullable String rejectedDirectory(List<String> inputFiles) {
    if (inputFiles.isEmpty() || options.getKafkaBootstrapServers() != null) {
      return null;
    }
    return values.required(
        "rejectedDir", options.getRejectedDir(), "lines that are no clicks go there without Kafka");
  }

  private @Nullable ArchiveSettings archive(Set<Sink> sinks) {
    if (!sinks.contains(Sink.ARCHIVE)) {
      return null;
    }
    return new ArchiveSettings(
        values.required("archiveDir", options.getArchiveDir(), "the directory of the raw clicks"),
        values.positiveDuration("archiveRoll", options.getArchiveRoll()),
        values.between("archiveShards", options.getArchiveShards(), 1, MOST_SHARDS));
  }

  private @Nullable StoreSettings store(Set<Sink> sinks) {
    if (sinks.stream().noneMatch(Sink::isInStore)) {
      return null;
    }
    String consistency = consistency();
    String keyspace =
        values.required(
            "cassandraKeyspace", options.getCassandraKeyspace(), "the tables' keyspace");
    if (!keyspace.isEmpty() && !keyspace.matches("[a-z][a-z0-9_]{0,47}")) {
      values.problem(
          "cassandraKeyspace",
          "must be lower-case letters, digits and '_', at most 48, not '" + keyspace + "'");
    }
    List<HostPort> nodes = nodes();
    return new StoreSettings(
        nodes.stream().map(HostPort::host).toList(),
        nodes.isEmpty() ? options.getCassandraPort() : nodes.get(0).port(),
        keyspace,
        values.required(
            "cassandraDatacenter", options.getCassandraDatacenter(), "the contact points' own"),
        consistency,
        cassandraConfig());
  }

  /** The client takes one port for all nodes, as a cluster has. */
  private List<HostPort> nodes() {
    int usual = values.between("cassandraPort", options.getCassandraPort(), 1, 65535);
    List<HostPort> nodes = new ArrayList<>();
    for (String node :
        OptionValues.list(
            values.required(
                "cassandraHosts", options.getCassandraHosts(), "contact points of the store"))) {
      try {
        nodes.add(HostPort.parse(node.contains(":") ? node : node + ":" + usual));
      } catch (IllegalArgumentException e) {
        values.problem("cassandraHosts", "has " + e.getMessage());
      }
    }
    if (nodes.stream().map(HostPort::port).distinct().count() > 1) {
      values.problem("cassandraHosts", "has nodes of several ports: a cluster has one");
    }
    return nodes;
  }

  private String consistency() {
    String consistency = options.getCassandraConsistency();
    if (!CONSISTENCIES.contains(consistency)) {
      values.problem(
          "cassandraConsistency",
          "must be one of "
              + CONSISTENCIES
              + ", not '"
              + consistency
              + "': what is CLOSED must be found by all who read");
    }
    return consistency;
  }

  private TimeSettings times() {
    return new TimeSettings(
        values.instant("earliestClickTime", options.getEarliestClickTime()),
        values.duration("watermarkDelay", options.getWatermarkDelay()),
        values.duration("allowedLateness", options.getAllowedLateness()),
        values.duration("allowedSkew", options.getAllowedSkew()),
        values.duration("earlyFirings", options.getEarlyFirings()),
        values.duration("openEvery", options.getOpenEvery()),
        values.positiveDuration("idleTimeout", options.getIdleTimeout()));
  }

  private RankingSettings ranking() {
    int topAds = values.between("topAds", options.getTopAds(), 1, MOST_ADS);
    int minuteTopAds = values.between("minuteTopAds", options.getMinuteTopAds(), 1, MOST_ADS);
    return new RankingSettings(
        minuteTopAds, values.slidingWindows("slidingWindows", options.getSlidingWindows(), topAds));
  }

  private ShardSettings shards() {
    int identities = values.between("dedupShards", options.getDedupShards(), 1, MOST_SHARDS);
    int ads = options.getAdShards();
    if (ads < 1 || ads > MOST_SHARDS || Integer.bitCount(ads) != 1) {
      values.problem("adShards", "must be a power of two in 1.." + MOST_SHARDS + ", not " + ads);
    }
    int parts = options.getStateParts();
    if (parts < 1 || parts > MOST_STATE_PARTS || Integer.bitCount(parts) != 1) {
      values.problem(
          "stateParts", "must be a power of two in 1.." + MOST_STATE_PARTS + ", not " + parts);
    }
    return new ShardSettings(identities, ads, clickBuckets(), parts);
  }

  private ClickBuckets clickBuckets() {
    try {
      return new ClickBuckets(options.getClickBuckets());
    } catch (IllegalArgumentException e) {
      values.problem(
          "clickBuckets",
          "must be a power of two in 1.."
              + ClickBuckets.MOST
              + ", not "
              + options.getClickBuckets());
      return new ClickBuckets(1);
    }
  }
}
