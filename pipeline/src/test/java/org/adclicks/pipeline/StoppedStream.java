package org.adclicks.pipeline;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.adclicks.localstack.oracle.Oracle;
import org.adclicks.pipeline.engine.CheckpointFolder;
import org.adclicks.pipeline.engine.KeptCheckpoints;
import org.adclicks.pipeline.engine.StreamArguments;
import org.apache.beam.sdk.PipelineResult;

/**
 * A stream on embedded Flink that is stopped and started again over one topic, one store and one
 * folder of checkpoints, as an operator does.
 */
final class StoppedStream implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int PARTITIONS = 4;
  private static final int THIRDS = 3;

  /** The kept checkpoint is of a topic that was elsewhere. */
  private static final String[] USUAL = {"--dedupShards=4", "--adShards=4", "--copiedTopic=true"};

  /** What happens while it runs. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  private final String name;
  private final String sinks;
  private final Path folder;
  private final SampleLog log;
  private final RealServers servers = RealServers.get();
  private final CqlSession session;
  private final LogShipper shipper;
  private final Oracle oracle;

  StoppedStream(String name, Path folder, SampleLog log, String sinks) throws IOException {
    this.name = name;
    this.sinks = sinks;
    this.folder = Files.createDirectories(folder);
    this.log = log;
    servers.createTopics(
        Map.of(clicksTopic(), PARTITIONS, name + "-rejected", 1, name + "-aggregates", 1));
    this.session = servers.keyspace(name + "_it");
    this.shipper = new LogShipper(servers.bootstrapServers(), clicksTopic(), PARTITIONS);
    this.oracle = Oracle.loadLines(log.clicks());
  }

  private String clicksTopic() {
    return name + "-clicks";
  }

  StoredAnswers stored() {
    return new StoredAnswers(session);
  }

  Oracle oracle() {
    return oracle;
  }

  AnswerCheck check() {
    return new AnswerCheck(oracle, stored());
  }

  /** Starts it from its newest checkpoint, works, waits for a checkpoint of that, and stops it. */
  void run(int parallelism, Work work) throws Exception {
    PipelineResult job = start(parallelism);
    try {
      work.run();
      // The second of them has begun after the work was done.
      for (int i = 0; i < 2; i++) {
        Optional<Path> before = newest();
        Await.until(() -> "a checkpoint after " + before, PATIENCE, () -> !newest().equals(before));
      }
    } finally {
      job.cancel();
      Await.until(() -> "the end of the job", PATIENCE, () -> hasEnded(job));
    }
  }

  PipelineResult start(int parallelism) throws Exception {
    return start(parallelism, USUAL);
  }

  PipelineResult start(int parallelism, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--runner=FlinkRunner",
                "--parallelism=" + parallelism,
                "--checkpointingInterval=300",
                "--checkpointDir=" + folder.resolve("checkpoints"),
                "--kafkaBootstrapServers=" + servers.bootstrapServers(),
                "--clicksTopic=" + clicksTopic(),
                "--rejectedTopic=" + name + "-rejected",
                "--aggregatesTopic=" + name + "-aggregates",
                "--archiveDir=" + folder.resolve("archive"),
                "--archiveRoll=2s",
                // Time moves on by itself sooner after the late clicks.
                "--idleTimeout=2s",
                "--sinks=" + sinks,
                "--cassandraHosts=127.0.0.1",
                "--cassandraPort=" + servers.cassandraPort(),
                "--cassandraKeyspace=" + name + "_it"));
    arguments.addAll(List.of(more));
    Map<String, String> complete = StreamArguments.complete(arguments);
    // With --checkpointDir nothing of it is temporary.
    CheckpointFolder.prepare(complete).close();
    return StreamJob.of(complete, Optional.ofNullable(complete.get("savepointPath"))).start();
  }

  /** Two minutes of the log, and waits until the first of them is answered for. */
  void sendThird(int third) {
    ship(third);
    long millis = (SampleLog.END - SampleLog.START) / THIRDS;
    awaitAsOf(SampleLog.START + third * millis + millis / 2);
  }

  /** Sends them whether somebody reads or not. */
  void ship(int third) {
    List<String> lines = log.inTime();
    shipper.send(lines.subList(lines.size() * third / THIRDS, lines.size() * (third + 1) / THIRDS));
  }

  /** The late clicks, and waits until the minutes they belong to have them. */
  void sendLate() {
    shipper.send(log.late());
    Await.until(
        () -> "late clicks: " + stored(), PATIENCE, () -> check().areCounted(SampleLog.LATE_END));
  }

  /** Says that no more will come, and waits until all is final. */
  void end() {
    shipper.heartbeat(SampleLog.END + Duration.ofMinutes(20).toMillis());
    awaitAsOf(SampleLog.END + Duration.ofMinutes(15).toMillis());
    Await.until(() -> "all final: " + stored(), PATIENCE, stored()::areMinutesFinal);
  }

  private void awaitAsOf(long millis) {
    Await.until(
        () -> "as_of " + millis,
        PATIENCE,
        () -> {
          Row row = session.execute("SELECT as_of FROM progress WHERE pipeline = 'stream'").one();
          return row != null
              && !row.isNull("as_of")
              && row.getInstant("as_of").toEpochMilli() >= millis;
        });
  }

  private Optional<Path> newest() {
    try {
      return KeptCheckpoints.newest(folder.resolve("checkpoints"));
    } catch (IOException e) {
      // A checkpoint was deleted while we looked; look again.
      return Optional.empty();
    }
  }

  private static boolean hasEnded(PipelineResult job) {
    try {
      return job.getState().isTerminal();
    } catch (IllegalStateException e) {
      // The embedded cluster has ended with its job.
      return true;
    }
  }

  @Override
  public void close() {
    shipper.close();
    session.close();
    oracle.close();
  }
}
