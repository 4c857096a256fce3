package org.adclicks.pipeline;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.adclicks.pipeline.archive.ArchiveLeftovers;
import org.adclicks.pipeline.engine.StreamArguments;
import org.adclicks.pipeline.metrics.MetricsEndpoint;
import org.adclicks.pipeline.metrics.PortRange;
import org.adclicks.pipeline.options.ArchiveSettings;
import org.adclicks.pipeline.options.InvalidOptionsException;
import org.adclicks.pipeline.options.QueueSettings;
import org.adclicks.pipeline.options.StreamConfig;
import org.adclicks.pipeline.options.StreamOptions;
import org.adclicks.pipeline.publish.KafkaDoor;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The graph with its options, checked and ready to be handed to an engine. */
final class StreamJob {

  private static final Logger LOG = LoggerFactory.getLogger(StreamJob.class);

  private final JobKind kind;
  private final StreamOptions options;
  private final StreamConfig config;
  private final Optional<String> restoredFrom;

  private StreamJob(
      JobKind kind, StreamOptions options, StreamConfig config, Optional<String> restoredFrom) {
    this.kind = kind;
    this.options = options;
    this.config = config;
    this.restoredFrom = restoredFrom;
  }

  /**
   * Checks complete options.
   *
   * @param restoredFrom the checkpoint or savepoint the engine goes on from
   */
  static StreamJob of(Map<String, String> complete, Optional<String> restoredFrom)
      throws InvalidOptionsException {
    JobKind kind = JobKind.of(complete);
    StreamOptions options = options(complete);
    return new StreamJob(kind, options, kind.parse(options), restoredFrom);
  }

  private static StreamOptions options(Map<String, String> complete)
      throws InvalidOptionsException {
    try {
      return PipelineOptionsFactory.fromArgs(StreamArguments.toArguments(complete))
          .as(StreamOptions.class);
    } catch (IllegalArgumentException e) {
      String message = e.getMessage();
      String firstLine = message == null ? e.toString() : message.split("\n", 2)[0];
      throw new InvalidOptionsException(List.of(firstLine));
    }
  }

  /**
   * Why the servers do not let the job in, in one line that says what to do; nothing if they do.
   */
  Optional<String> refusal(Map<String, String> complete) {
    return ServerDoors.refusal(kind, config, complete);
  }

  /** Opens the port of this process's metrics, if one is named. */
  void showMetrics() throws InvalidOptionsException {
    if (options.getMetricsPort().isEmpty()) {
      return;
    }
    try {
      MetricsEndpoint.open(options.getMetricsHost(), PortRange.parse(options.getMetricsPort()));
    } catch (IllegalArgumentException | IOException e) {
      throw new InvalidOptionsException(List.of("--metricsPort: " + e.getMessage()));
    }
  }

  /** Builds the graph and hands it over. */
  PipelineResult start() throws InvalidOptionsException, RestoredState.UnreadableException {
    Pipeline pipeline = fittingGraph();
    sweepArchive();
    return pipeline.run();
  }

  /** The graph; refused if it is not that of the checkpoint. */
  Pipeline fittingGraph() throws InvalidOptionsException, RestoredState.UnreadableException {
    Pipeline pipeline = Pipeline.create(options);
    kind.build(pipeline, knowingQueue());
    if (restoredFrom.isPresent()) {
      RestoredState.read(restoredFrom.get()).requireFits(pipeline);
    }
    return pipeline;
  }

  /**
   * What is sent is spread over as many partitions as there are now, until the job is made anew.
   */
  private StreamConfig knowingQueue() {
    QueueSettings queue = config.queue();
    if (queue == null || queue.partitions() > 0 || kind != JobKind.STREAM) {
      return config;
    }
    return config.withQueue(
        queue.withPartitions(
            KafkaDoor.partitionsOf(queue.bootstrapServers(), queue.configFile(), queue.topic())));
  }

  private void sweepArchive() {
    ArchiveSettings archive = config.archive();
    if (archive == null) {
      return;
    }
    try {
      if (restoredFrom.isEmpty()) {
        ArchiveLeftovers.sweep(archive.directory());
      } else {
        ArchiveLeftovers.sweepBefore(archive.directory(), restoredFrom.get());
      }
    } catch (IOException e) {
      LOG.warn("Unfinished files under {} could not be deleted", archive.directory(), e);
    }
  }
}
