package org.adclicks.pipeline.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** The stream's own options, as text; {@link StreamConfig} is what comes of them. */
@SuppressWarnings("unused") // Beam calls the setters.
public interface StreamOptions extends PipelineOptions {

  @Description(
      "Which job: stream, or store, which brings aggregates from their queue to Cassandra and is"
          + " adclicks pipeline store")
  @Default.String("stream")
  String getJob();

  void setJob(String value);

  @Description("Kafka brokers, HOST:PORT, more than one comma-separated. Example: 127.0.0.1:9092")
  @Nullable String getKafkaBootstrapServers();

  void setKafkaBootstrapServers(@Nullable String value);

  @Description(
      "File of Kafka's own settings, name=value lines, such as security ones: for all clients, or for"
          + " some with consumer. or producer. before the name; ${env:NAME} and ${file:PATH} in a value"
          + " are looked up. Each worker reads it at this path. Example: kafka.properties")
  @Nullable String getKafkaConfig();

  void setKafkaConfig(@Nullable String value);

  @Description(
      "How many readers share the topic: on Flink its parallelism, and never less. What a checkpoint"
          + " was made with stays; 0 for as many as the engine asks for")
  @Default.Integer(0)
  int getSourceSlots();

  void setSourceSlots(int value);

  @Description(
      "Whether a clicks topic that is not the one a checkpoint was made with is a copy of it, with the"
          + " same offsets: go on from them. Otherwise the job refuses to go on")
  @Default.Boolean(false)
  boolean getCopiedTopic();

  void setCopiedTopic(boolean value);

  @Description("Kafka topic click log lines are read from")
  @Default.String("clicks")
  String getClicksTopic();

  void setClicksTopic(String value);

  @Description("Kafka topic rejected lines are sent to")
  @Default.String("clicks-rejected")
  String getRejectedTopic();

  void setRejectedTopic(String value);

  @Description(
      "Where aggregates go: store, which is Cassandra, or queue, which is --aggregatesTopic: then"
          + " adclicks pipeline store brings them to Cassandra, and may be away")
  @Default.String("store")
  String getAggregatesTo();

  void setAggregatesTo(String value);

  @Description("Kafka topic that is the queue of aggregates")
  @Default.String("click-aggregates")
  String getAggregatesTopic();

  void setAggregatesTopic(String value);

  @Description(
      "How many partitions that topic has, for all workers; 0 to ask Kafka when the job starts")
  @Default.Integer(0)
  int getAggregatesPartitions();

  void setAggregatesPartitions(int value);

  @Description(
      "Log files to read in place of the topic: globs, comma-separated. Example: logs/*.json.gz")
  @Nullable String getInputFiles();

  void setInputFiles(@Nullable String value);

  @Description("Where rejected lines of files go if there is no Kafka: a directory of JSON lines")
  @Nullable String getRejectedDir();

  void setRejectedDir(@Nullable String value);

  @Description("Directory of the Parquet archive of raw clicks. Example: .adclicks/archive")
  @Nullable String getArchiveDir();

  void setArchiveDir(@Nullable String value);

  @Description("How long an archive file is filled before it is finished. Example: 60s")
  @Default.String("60s")
  String getArchiveRoll();

  void setArchiveRoll(String value);

  @Description(
      "How many archive files are written side by side, 1 to 1024, each by another worker if there are"
          + " as many")
  @Default.Integer(2)
  int getArchiveShards();

  void setArchiveShards(int value);

  @Description(
      "Directory of an embedded Flink's checkpoints: a stream started again with it goes on from the newest")
  @Nullable String getCheckpointDir();

  void setCheckpointDir(@Nullable String value);

  @Description(
      "Cassandra contact points, HOST:PORT, more than one comma-separated; all have one port."
          + " Example: 127.0.0.1:9042")
  @Nullable String getCassandraHosts();

  void setCassandraHosts(@Nullable String value);

  @Description("Cassandra's port, for contact points given without one")
  @Default.Integer(9042)
  int getCassandraPort();

  void setCassandraPort(int value);

  @Description(
      "File of name=value lines with username and password for Cassandra, and for TLS"
          + " ssl.truststore.location, ssl.truststore.password, and likewise ssl.keystore; ${env:NAME} and"
          + " ${file:PATH} in a value are looked up. Each worker reads it at this path")
  @Nullable String getCassandraConfig();

  void setCassandraConfig(@Nullable String value);

  @Description("Cassandra keyspace; its tables must be there: adclicks schema")
  @Default.String("adclicks")
  String getCassandraKeyspace();

  void setCassandraKeyspace(String value);

  @Description("Cassandra datacenter the contact points are in")
  @Default.String("datacenter1")
  String getCassandraDatacenter();

  void setCassandraDatacenter(String value);

  @Description("Cassandra consistency level of writes. Example: LOCAL_QUORUM")
  @Default.String("LOCAL_QUORUM")
  String getCassandraConsistency();

  void setCassandraConsistency(String value);

  @Description("How far the watermark stays behind the newest click of a partition. Example: 15s")
  @Default.String("15s")
  String getWatermarkDelay();

  void setWatermarkDelay(String value);

  @Description(
      "After how long without a click a partition, read to its end, no longer keeps minutes open."
          + " Example: 30s")
  @Default.String("30s")
  String getIdleTimeout();

  void setIdleTimeout(String value);

  @Description(
      "How long after its end a minute may still be corrected. Another one than that of a checkpoint"
          + " is refused: begin anew (docs/cluster.md, 8). Example: 10m")
  @Default.String("10m")
  String getAllowedLateness();

  void setAllowedLateness(String value);

  @Description(
      "How far a click may be dated ahead of its arrival before it is rejected. Example: 5m")
  @Default.String("5m")
  String getAllowedSkew();

  void setAllowedSkew(String value);

  @Description(
      "How often the totals of open minutes are written, in event time from their start; 0s for not before their end")
  @Default.String("0s")
  String getEarlyFirings();

  void setEarlyFirings(String value);

  @Description(
      "How often what has arrived of minutes still open is written, for answers that include them; 0s"
          + " for never. Of clicks from Kafka. Example: 5s")
  @Default.String("5s")
  String getOpenEvery();

  void setOpenEvery(String value);

  @Description(
      "The earliest time a click may have: what is older is rejected, such as seconds taken for"
          + " milliseconds. Example: 2000-01-01T00:00:00Z")
  @Default.String("2000-01-01T00:00:00Z")
  String getEarliestClickTime();

  void setEarliestClickTime(String value);

  @Description(
      "Sliding windows ads are ranked over: LENGTH/PERIOD, comma-separated; empty for none. Example: 1m/10s,5m/1m")
  @Default.String("1m/10s,5m/1m")
  String getSlidingWindows();

  void setSlidingWindows(String value);

  @Description(
      "How many ads a sliding window's list keeps, 1 to 1000; a checkpoint cannot go on with another")
  @Default.Integer(100)
  int getTopAds();

  void setTopAds(int value);

  @Description(
      "How many ads a minute's list keeps, 1 to 1000; a checkpoint cannot go on with another")
  @Default.Integer(1000)
  int getMinuteTopAds();

  void setMinuteTopAds(int value);

  @Description(
      "Over how many keys a minute's clicks are spread to find duplicates, 1 to 1024: as many as"
          + " --parallelism, or more. Not to be changed when going on from a checkpoint")
  @Default.Integer(16)
  int getDedupShards();

  void setDedupShards(int value);

  @Description(
      "Over how many keys a minute's ads are spread to be counted and ranked, a power of two in 1 to"
          + " 1024: as many as --parallelism, or more. Not to be changed when going on from a checkpoint")
  @Default.Integer(16)
  int getAdShards();

  void setAdShards(int value);

  @Description(
      "Over how many buckets the click index spreads users and ips, a power of two up to 65536: about"
          + " one for every five clicks a second, 4096 for 20,000. Readers are told. Not to be changed"
          + " when going on from a checkpoint")
  @Default.Integer(64)
  int getClickBuckets();

  void setClickBuckets(int value);

  @Description(
      "In how many parts a shard's identities, cells and slices are kept, a power of two up to 4096."
          + " State on the heap: 1. RocksDB, which reads and writes a part whole: 4096. Not to be"
          + " changed when going on from a checkpoint: what is in other parts is not found")
  @Default.Integer(1)
  int getStateParts();

  void setStateParts(int value);

  @Description(
      "Where Prometheus finds this process's metrics: a port, or a range the first free one of is"
          + " taken; empty for nowhere. Example: 9260")
  @Default.String("")
  String getMetricsPort();

  void setMetricsPort(String value);

  @Description("Address metrics are shown on; they name no person. Example: 127.0.0.1")
  @Default.String("127.0.0.1")
  String getMetricsHost();

  void setMetricsHost(String value);

  @Description(
      "What is written: archive, cells, rollups, leaderboards, clicks, minutes; comma-separated")
  @Default.String("archive,cells,rollups,leaderboards,clicks,minutes")
  String getSinks();

  void setSinks(String value);
}
