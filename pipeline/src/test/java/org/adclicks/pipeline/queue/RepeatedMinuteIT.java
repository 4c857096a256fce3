package org.adclicks.pipeline.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.adclicks.click.Scope;
import org.adclicks.pipeline.Await;
import org.adclicks.pipeline.RealServers;
import org.adclicks.pipeline.boards.MarkResent;
import org.adclicks.pipeline.engine.StreamArguments;
import org.adclicks.pipeline.graph.StorePipeline;
import org.adclicks.pipeline.options.QueueSettings;
import org.adclicks.pipeline.options.StreamConfigParser;
import org.adclicks.pipeline.options.StreamOptions;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.cells.CellTotal;
import org.adclicks.transforms.cells.CellTotals;
import org.adclicks.transforms.cells.CellTotalsCoder;
import org.adclicks.transforms.minutes.ToldThrough;
import org.adclicks.transforms.rank.Leaderboard;
import org.adclicks.transforms.rank.RankedAd;
import org.adclicks.transforms.rank.RankingWindow;
import org.adclicks.transforms.rank.WindowLeaderboard;
import org.adclicks.v1.Completeness;
import org.adclicks.v1.MinuteCounts;
import org.adclicks.v1.MinuteState;
import org.adclicks.v1.Reached;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.kafka.common.utils.Utils;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * A stream goes on from before a minute's end that it has told to be CLOSED, and closes it a second
 * time with a click more: what was late is there in time. The partition in which the minute's list
 * travels is far behind.
 */
class RepeatedMinuteIT {

  private static final String NAME = "repeated_minute";
  private static final int PARTITIONS = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long MINUTE = 1_700_000_040_000L;
  private static final long END = MINUTE + Periods.MINUTE_MILLIS;

  /** Of the minute behind it, which nobody has told of. */
  private static final String MARKER = "marker";

  private final RealServers servers = RealServers.get();
  private final QueueSettings queue =
      new QueueSettings(servers.bootstrapServers(), NAME, PARTITIONS, null);

  @Test
  void cellsOfAMinuteThatIsClosedWaitForItsList() throws Exception {
    servers.createTopics(Map.of(NAME, PARTITIONS));
    try (CqlSession session = servers.keyspace(NAME)) {
      PipelineResult store = startStoreJob();
      QueueProducer control = QueueProducer.connect(queue);
      try {
        sendList(100, false);
        sendCells(ToldThrough.NOTHING, MINUTE, "ad", 100);
        control.control(closed(), END);
        awaitTelling(control, "the minute is CLOSED", () -> isClosed(session));
        assertThat(clicksOf(session, "ad")).isEqualTo(100);
        assertThat(listTotal(session)).isEqualTo(100);

        sendCells(QueuedProgress.of(queue), MINUTE, "ad", 101);
        sendCells(QueuedProgress.of(queue), END, MARKER, 1);
        // It lies behind the cells, in their partition.
        Await.until(
            () -> "what lies behind is there", PATIENCE, () -> clicksOf(session, MARKER) == 1);
        assertThat(clicksOf(session, "ad")).as("clicks while the list is missing").isEqualTo(100);

        sendList(101, true);
        awaitTelling(control, "101 clicks", () -> clicksOf(session, "ad") == 101);
        assertThat(listTotal(session)).isEqualTo(101);
      } finally {
        control.close();
        store.cancel();
      }
    }
  }

  /** A stream goes on telling, if only that there is no news, and the reader's time moves. */
  private static void awaitTelling(QueueProducer control, String what, BooleanSupplier condition) {
    Await.until(
        () -> what,
        PATIENCE,
        () -> {
          try {
            control.control(Completeness.getDefaultInstance());
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return condition.getAsBoolean();
        });
  }

  private PipelineResult startStoreJob() throws Exception {
    StreamOptions options =
        PipelineOptionsFactory.fromArgs(
                StreamArguments.toArguments(
                    StreamArguments.complete(
                        List.of(
                            "--job=store",
                            "--runner=DirectRunner",
                            "--targetParallelism=2",
                            "--sinks=cells,leaderboards,minutes",
                            "--kafkaBootstrapServers=" + servers.bootstrapServers(),
                            "--aggregatesTopic=" + NAME,
                            "--aggregatesPartitions=" + PARTITIONS,
                            "--cassandraHosts=127.0.0.1",
                            "--cassandraPort=" + servers.cassandraPort(),
                            "--cassandraKeyspace=" + NAME))))
            .as(StreamOptions.class);
    Pipeline pipeline = Pipeline.create(options);
    StorePipeline.build(pipeline, StreamConfigParser.parseForQueue(options));
    return pipeline.run();
  }

  /** As they leave when their minute closes, in the partition where no control record is. */
  private void sendCells(ToldThrough toldBefore, long minute, String ad, long clicks) {
    int shard =
        IntStream.iterate(0, next -> next + 1)
            .filter(each -> partitionOf(minute + "-" + each) == 1)
            .findFirst()
            .orElseThrow();
    CellTotals totals =
        new CellTotals(
            minute, shard, List.of(new CellTotal(ad, Scope.ofClickKey("US"), clicks, 1)));
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(
            Create.timestamped(TimestampedValue.of(totals, lastOf(minute)))
                .withCoder(CellTotalsCoder.of()))
        .apply("Send", SendAggregates.cells(queue, toldBefore));
    pipeline.run().waitUntilFinish();
  }

  private void sendList(long clicks, boolean isResent) {
    WindowLeaderboard list =
        new WindowLeaderboard(
            new RankingWindow(60_000, 60_000, 1000),
            new Leaderboard(
                Scope.ALL, MINUTE, END, 1000, clicks, List.of(new RankedAd("ad", clicks))));
    Coder<KV<Boolean, WindowLeaderboard>> coder = MarkResent.coder();
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(
            Create.timestamped(TimestampedValue.of(KV.of(isResent, list), lastOf(MINUTE)))
                .withCoder(coder))
        .apply("Send", SendAggregates.leaderboards(queue));
    pipeline.run().waitUntilFinish();
  }

  private static Completeness closed() {
    return Completeness.newBuilder()
        .setStream(1)
        .addMinutes(
            MinuteCounts.newBuilder()
                .setMinuteMillis(MINUTE)
                .setState(MinuteState.CLOSED)
                .setClicks(100))
        .setComplete(Reached.newBuilder().setAsOfMillis(END))
        .build();
  }

  private static int partitionOf(String key) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % PARTITIONS;
  }

  private static Instant lastOf(long minute) {
    return Instant.ofEpochMilli(minute + Periods.MINUTE_MILLIS - 1);
  }

  private static boolean isClosed(CqlSession session) {
    return session.execute("SELECT as_of FROM progress").all().stream()
        .anyMatch(
            row ->
                !row.isNull(0) && Objects.requireNonNull(row.getInstant(0)).toEpochMilli() >= END);
  }

  private static long clicksOf(CqlSession session, String ad) {
    return session.execute("SELECT ad_id, clicks FROM cells").all().stream()
        .filter(row -> ad.equals(row.getString(0)))
        .mapToLong(row -> row.getLong(1))
        .max()
        .orElse(0);
  }

  private static long listTotal(CqlSession session) throws InvalidProtocolBufferException {
    long total = 0;
    for (Row row : session.execute("SELECT board FROM leaderboards")) {
      total =
          org.adclicks.v1.Leaderboard.parseFrom(Objects.requireNonNull(row.getByteBuffer("board")))
              .getTotalClicks();
    }
    return total;
  }
}
