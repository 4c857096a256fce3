package org.adclicks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.adclicks.localstack.oracle.Cell;
import org.adclicks.localstack.oracle.Oracle;
import org.adclicks.pipeline.engine.CheckpointFolder;
import org.adclicks.pipeline.engine.StreamArguments;
import org.adclicks.pipeline.graph.ClickPipeline;
import org.adclicks.pipeline.graph.StorePipeline;
import org.adclicks.pipeline.options.StreamConfigParser;
import org.adclicks.pipeline.options.StreamOptions;
import org.adclicks.pipeline.queue.AggregatesConsumer;
import org.adclicks.proto.store.Periods;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PValue;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole graph against a real Kafka and a real Cassandra; SQL over the raw lines is the judge.
 */
class ClickPipelineIT {

  private static final int QUEUE_PARTITIONS = 3;

  private boolean throughQueue;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int PARTITIONS = 3;
  private static final int USED_PARTITIONS = 2;

  @TempDir Path folder;

  private final RealServers servers = RealServers.get();

  @Test
  void answersAsTheOracleDoesOnDirectRunner() throws Exception {
    runAndCompare(
        "direct",
        false,
        List.of(
            "--runner=DirectRunner", "--targetParallelism=2", "--dedupShards=2", "--adShards=2"));
  }

  @Test
  void answersAsTheOracleDoesOnEmbeddedFlinkThoughAWorkerFails() throws Exception {
    runAndCompare(
        "flink",
        true,
        List.of(
            "--runner=FlinkRunner",
            "--parallelism=2",
            "--checkpointingInterval=2000",
            "--stateBackend=rocksdb",
            "--stateParts=512",
            "--executionRetryDelay=100",
            "--numberOfExecutionRetries=3"));
  }

  /** A shard of ads owns half a bucket of the store. */
  @Tag("drill")
  @Test
  void answersAsTheOracleDoesWithMoreShardsThanTheStoreHasBuckets() throws Exception {
    runAndCompare(
        "shards",
        true,
        List.of(
            "--runner=FlinkRunner",
            "--parallelism=2",
            "--checkpointingInterval=500",
            "--dedupShards=2",
            "--adShards=128",
            "--archiveShards=3",
            "--executionRetryDelay=100",
            "--numberOfExecutionRetries=3"));
  }

  /** Both jobs fail once, and the store's begins when much is in the queue. */
  @Test
  void answersAsTheOracleDoesThroughTheQueue() throws Exception {
    throughQueue = true;
    runAndCompare(
        "queue",
        true,
        List.of(
            "--runner=FlinkRunner",
            "--parallelism=2",
            "--checkpointingInterval=500",
            "--aggregatesTo=queue",
            "--aggregatesPartitions=" + QUEUE_PARTITIONS,
            "--executionRetryDelay=100",
            "--numberOfExecutionRetries=3"));
  }

  /** A stream that goes on from before might count a click that was too late. */
  @Test
  void nothingIsFinalBeforeACheckpointHasIt() throws Exception {
    String topic = "unkept-clicks";
    servers.createTopics(Map.of(topic, 1, "unkept-rejected", 1, "unkept-aggregates", 1));
    try (CqlSession session = servers.keyspace("unkept_it");
        LogShipper shipper = new LogShipper(servers.bootstrapServers(), topic, 1)) {
      Map<String, String> complete =
          StreamArguments.complete(
              List.of(
                  "--runner=FlinkRunner",
                  "--parallelism=1",
                  "--checkpointingInterval=3600000",
                  "--sinks=cells,rollups,minutes",
                  "--kafkaBootstrapServers=" + servers.bootstrapServers(),
                  "--clicksTopic=" + topic,
                  "--rejectedTopic=unkept-rejected",
                  "--aggregatesTopic=unkept-aggregates",
                  "--cassandraHosts=127.0.0.1",
                  "--cassandraPort=" + servers.cassandraPort(),
                  "--cassandraKeyspace=unkept_it"));
      CheckpointFolder checkpoints = CheckpointFolder.prepare(complete);
      PipelineResult job = start(complete, "unkept", false);
      try {
        shipper.send(List.of("ad1," + SampleLog.START + ",u,1.2.3.4,US"));
        long end = SampleLog.START + 2 * Periods.DAY_MILLIS;
        shipper.heartbeat(end);
        awaitProgress(session, "as_of", end - Periods.HOUR_MILLIS);
        Row row = session.execute("SELECT * FROM progress WHERE pipeline = 'stream'").one();
        assertThat(row.isNull("final_through")).isTrue();
        assertThat(periodsThrough(session)).allMatch(through -> through == 0);
      } finally {
        job.cancel();
        checkpoints.close();
      }
    }
  }

  private void runAndCompare(String name, boolean failOnce, List<String> engine) throws Exception {
    String clicksTopic = name + "-clicks";
    String rejectedTopic = name + "-rejected";
    String aggregatesTopic = name + "-aggregates";
    servers.createTopics(
        Map.of(clicksTopic, PARTITIONS, rejectedTopic, 1, aggregatesTopic, QUEUE_PARTITIONS));
    String keyspace = name + "_it";
    SampleLog log = SampleLog.make();
    try (CqlSession session = servers.keyspace(keyspace);
        LogShipper shipper =
            new LogShipper(servers.bootstrapServers(), clicksTopic, USED_PARTITIONS);
        Oracle oracle = Oracle.loadLines(log.clicks());
        Oracle inTimeOnly = Oracle.loadLines(log.inTime())) {
      Path archive = folder.resolve("archive");
      List<String> arguments = new ArrayList<>(engine);
      arguments.addAll(
          List.of(
              "--kafkaBootstrapServers=" + servers.bootstrapServers(),
              "--clicksTopic=" + clicksTopic,
              "--rejectedTopic=" + rejectedTopic,
              "--aggregatesTopic=" + aggregatesTopic,
              "--archiveDir=" + archive,
              "--archiveRoll=2s",
              "--cassandraHosts=127.0.0.1",
              "--cassandraPort=" + servers.cassandraPort(),
              "--cassandraKeyspace=" + keyspace));
      Map<String, String> complete = StreamArguments.complete(arguments);
      CheckpointFolder checkpoints = CheckpointFolder.prepare(complete);
      PipelineResult job = start(complete, name, failOnce);
      boolean runs = true;
      StoreJob store = new StoreJob();
      try {
        List<String> inTime = log.inTime();
        shipper.send(inTime.subList(0, inTime.size() / 2));
        List<RecordMetadata> bad = shipper.send(log.bad());
        if (throughQueue) {
          store.start(arguments, name);
        }
        StoredAnswers stored = new StoredAnswers(session);
        AnswerCheck beforeLate = new AnswerCheck(inTimeOnly, stored);
        awaitProgress(session, "as_of", SampleLog.START + 60_000);
        beforeLate.tablesThrough(SampleLog.START + 60_000);
        shipper.send(inTime.subList(inTime.size() / 2, inTime.size()));
        awaitProgress(session, "as_of", SampleLog.END - 60_000);
        // Minutes of what was sent first: the clock moves on, and on a slow machine the rest is
        // late.
        beforeLate.tablesThrough(SampleLog.LATE_END);
        if (failOnce) {
          // While minutes are closed and still corrected: the restored job must not take them for
          // open ones.
          FailOnceFn.arm(name);
          store.arm();
        }
        shipper.send(log.late());
        long sentMillis = System.currentTimeMillis();
        AnswerCheck check = new AnswerCheck(oracle, stored);
        Await.until(
            () -> "late clicks in the minutes' counts: " + stored,
            PATIENCE,
            () -> check.areCounted(SampleLog.LATE_END));
        // At that very moment: nobody waits any longer than for the counts.
        check.tablesThrough(SampleLog.LATE_END);
        Await.until(
            () -> "all of " + oracle.clicks() + " clicks counted: " + stored,
            PATIENCE,
            () -> stored.clicksCounted() == oracle.clicks());
        Await.until(
            () -> "open minutes through " + sentMillis + ": " + stored.openThroughMillis(),
            PATIENCE,
            () -> stored.openThroughMillis() > sentMillis);
        check.openMinutes();
        assertThat(FailOnceFn.hasFailed(name)).isEqualTo(failOnce);
        assertThat(store.hasFailed()).isEqualTo(throughQueue);
        long dayEnd = Periods.dayOf(SampleLog.END) + Periods.DAY_MILLIS;
        shipper.heartbeat(dayEnd + 20 * Periods.MINUTE_MILLIS);
        Await.until(
            () -> "hours and days of cells and clicks: " + periodsThrough(session),
            PATIENCE,
            () -> {
              List<Long> through = periodsThrough(session);
              return through.size() == 2 && through.stream().allMatch(end -> end >= dayEnd);
            });
        awaitProgress(session, "final_through", dayEnd);

        Await.until(() -> "all minutes final: " + stored, PATIENCE, stored::areMinutesFinal);
        check.cells();
        if (throughQueue) {
          checkAnotherConsumer(aggregatesTopic, stored, dayEnd);
        }
        check.rollUps();
        check.leaderboards();
        check.slidingLists(60_000, 10_000);
        check.slidingLists(300_000, 60_000);
        check.clickIndex();
        check.clickHours(dayEnd);
        check.minutes(log.bad().size());
        checkRejected(rejectedTopic, RejectedRecord.of(log, bad), failOnce);
        ArchivedRows.awaitComplete(archive, log.clicks().size(), PATIENCE);
        if (failOnce) {
          // Nothing more comes of it. On the other engine it runs on beside the recompute.
          job.cancel();
          runs = false;
        }
        // With a failing worker some of the archive is there twice.
        checkRestated(new RestatedAnswers(session, oracle, complete), failOnce);
      } finally {
        // An engine of this process is gone with its job, and does not take a second word.
        if (runs) {
          job.cancel();
        }
        store.close();
        checkpoints.close();
      }
    }
  }

  /** Each bad line is there once; where a worker failed once perhaps again, and no other. */
  private void checkRejected(String topic, List<RejectedRecord> expected, boolean failOnce) {
    if (failOnce) {
      Await.until(
          () -> expected.size() + " different lines in " + topic,
          PATIENCE,
          () -> Set.copyOf(rejectedIn(topic, expected.size())).size() >= expected.size());
      assertThat(rejectedIn(topic, expected.size())).hasSameElementsAs(expected);
    } else {
      assertThat(rejectedIn(topic, expected.size())).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private List<RejectedRecord> rejectedIn(String topic, int atLeast) {
    return RejectedRecord.in(topic, servers.bootstrapServers(), atLeast);
  }

  /** What a recompute makes of the archive does not depend on which way rows came to the store. */
  private void checkRestated(RestatedAnswers restated, boolean failOnce) throws Exception {
    if (throughQueue) {
      return;
    }
    if (failOnce) {
      restated.check();
    } else {
      restated.checkRecompute();
    }
  }

  /** What anybody reads in the queue is what is in the store. */
  private void checkAnotherConsumer(String topic, StoredAnswers stored, long through)
      throws InvalidProtocolBufferException {
    try (AggregatesConsumer consumer = new AggregatesConsumer(servers.bootstrapServers(), topic)) {
      Instant patience = Instant.now().plus(PATIENCE);
      while (consumer.completeThroughMillis() < through && Instant.now().isBefore(patience)) {
        consumer.read();
      }
      assertThat(consumer.completeThroughMillis()).isGreaterThanOrEqualTo(through);
      assertThat(consumer.clicks())
          .isEqualTo(
              stored.cells().stream()
                  .collect(
                      Collectors.toMap(
                          cell ->
                              "%d %s %s".formatted(cell.minuteMillis(), cell.adId(), cell.scope()),
                          Cell::clicks)));
    }
  }

  /** The second job, which fails once while it brings corrections. */
  private static final class StoreJob {

    private String name = "";
    private @Nullable CheckpointFolder checkpoints;
    private @Nullable PipelineResult job;

    void start(List<String> arguments, String streamName) throws Exception {
      name = streamName + "-store";
      List<String> all = new ArrayList<>(arguments);
      all.add("--job=store");
      Map<String, String> complete = StreamArguments.complete(all);
      checkpoints = CheckpointFolder.prepare(complete);
      StreamOptions options =
          PipelineOptionsFactory.fromArgs(StreamArguments.toArguments(complete))
              .as(StreamOptions.class);
      Pipeline pipeline = Pipeline.create(options);
      StorePipeline.build(pipeline, StreamConfigParser.parseForQueue(options));
      outputOf(pipeline, "DecodeTold").apply("FailOnce", ParDo.of(new FailOnceFn<>(name)));
      job = pipeline.run();
    }

    void arm() {
      if (job != null) {
        FailOnceFn.arm(name);
      }
    }

    boolean hasFailed() {
      return FailOnceFn.hasFailed(name);
    }

    void close() throws IOException {
      if (job != null) {
        job.cancel();
      }
      if (checkpoints != null) {
        checkpoints.close();
      }
    }
  }

  private static PipelineResult start(Map<String, String> arguments, String name, boolean failOnce)
      throws Exception {
    StreamOptions options =
        PipelineOptionsFactory.fromArgs(StreamArguments.toArguments(arguments))
            .as(StreamOptions.class);
    Pipeline pipeline = Pipeline.create(options);
    ClickPipeline.build(pipeline, StreamConfigParser.parse(options));
    if (failOnce) {
      outputOf(pipeline, "/DropDuplicates").apply("FailOnce", ParDo.of(new FailOnceFn<>(name)));
    }
    return pipeline.run();
  }

  private static PCollection<?> outputOf(Pipeline pipeline, String end) {
    List<PCollection<?>> outputs = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            if (node.getFullName().endsWith(end)) {
              for (PValue output : node.getOutputs().values()) {
                outputs.add((PCollection<?>) output);
              }
            }
          }
        });
    assertThat(outputs).as(end).isNotEmpty();
    return outputs.get(0);
  }

  /** Through when roll-ups and hours of clicks are told to be written. */
  private static List<Long> periodsThrough(CqlSession session) {
    List<Long> through = new ArrayList<>();
    for (Row row : session.execute("SELECT periods_through FROM counted_spans")) {
      Map<String, Instant> ofSpan = row.getMap(0, String.class, Instant.class);
      if (ofSpan != null) {
        ofSpan.values().forEach(end -> through.add(end.toEpochMilli()));
      }
    }
    return through;
  }

  private static void awaitProgress(CqlSession session, String column, long millis) {
    Await.until(
        () -> column + " " + millis,
        PATIENCE,
        () ->
            session.execute("SELECT * FROM progress").all().stream()
                .anyMatch(
                    row -> !row.isNull(column) && row.getInstant(column).toEpochMilli() >= millis));
  }
}
