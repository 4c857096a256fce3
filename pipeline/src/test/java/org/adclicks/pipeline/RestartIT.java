package org.adclicks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.adclicks.click.line.LogLine;
import org.adclicks.localstack.server.KafkaProcess;
import org.adclicks.localstack.server.Topic;
import org.adclicks.pipeline.engine.CheckpointFolder;
import org.adclicks.pipeline.engine.KeptCheckpoints;
import org.adclicks.pipeline.engine.StreamArguments;
import org.adclicks.pipeline.options.StreamOptions;
import org.adclicks.pipeline.source.ReadClicksFromKafka;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stream that was stopped and started again with its checkpoints, as {@code down} and {@code up}
 * do.
 */
class RestartIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();

  private static final String TOPIC = "clicks";

  @TempDir Path folder;

  @Test
  void goesOnFromTheNewestCheckpointAndReadsNothingTwice() throws Exception {
    try (KafkaProcess kafka = KafkaProcess.start(folder)) {
      kafka.createTopics(Topic.byArrival(TOPIC, 2));
      send(kafka, 2, List.of(line(1), line(2), line(3)));
      runUntil(kafka, 2, "the first lines", 3);
    }
    // The same Kafka on another port, and with partitions the checkpoint does not know.
    try (KafkaProcess kafka = KafkaProcess.start(folder)) {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
        admin.createPartitions(Map.of(TOPIC, NewPartitions.increaseTo(4))).all().get();
      }
      send(kafka, 4, List.of(line(4), line(5), line(6), line(7)));
      runUntil(kafka, 4, "the lines sent meanwhile", 7);
    }
    assertThat(SEEN)
        .containsExactlyInAnyOrder(line(1), line(2), line(3), line(4), line(5), line(6), line(7));
  }

  private static void send(KafkaProcess kafka, int partitions, List<String> lines) {
    try (LogShipper shipper = new LogShipper(kafka.bootstrapServers(), TOPIC, partitions)) {
      shipper.send(lines);
    }
  }

  private void runUntil(KafkaProcess kafka, int parallelism, String what, int lines)
      throws Exception {
    Map<String, String> options =
        StreamArguments.complete(
            List.of(
                "--runner=FlinkRunner",
                "--parallelism=" + parallelism,
                "--checkpointingInterval=200",
                "--checkpointDir=" + checkpointFolder()));
    CheckpointFolder checkpoints = CheckpointFolder.prepare(options);
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs(StreamArguments.toArguments(options))
                .as(StreamOptions.class));
    pipeline
        .apply(ReadClicksFromKafka.fromTopic(kafka.bootstrapServers(), TOPIC))
        .apply("See", ParDo.of(new SeeFn()));
    PipelineResult job = pipeline.run();
    try {
      Await.until(() -> what + ": " + SEEN, PATIENCE, () -> SEEN.size() >= lines);
      // Two checkpoints later the second of them has begun after the lines were seen.
      for (int i = 0; i < 2; i++) {
        Optional<Path> before = newest();
        Await.until(() -> "a checkpoint after " + before, PATIENCE, () -> !newest().equals(before));
      }
    } finally {
      job.cancel();
      // Until then it still makes checkpoints, and deletes those before.
      Await.until(() -> "the end of the job", PATIENCE, () -> hasEnded(job));
      checkpoints.close();
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

  private Path checkpointFolder() {
    return folder.resolve("checkpoints");
  }

  private Optional<Path> newest() {
    try {
      return KeptCheckpoints.newest(checkpointFolder());
    } catch (IOException e) {
      // A checkpoint was deleted while we looked; look again.
      return Optional.empty();
    }
  }

  private static String line(int number) {
    return "ad" + number + "," + (1_700_000_000_000L + number) + ",u,1.2.3.4,US";
  }

  private static final class SeeFn extends DoFn<LogLine, Void> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void see(@Element LogLine line) {
      SEEN.add(new String(line.line().bytes(), StandardCharsets.UTF_8));
    }
  }
}
