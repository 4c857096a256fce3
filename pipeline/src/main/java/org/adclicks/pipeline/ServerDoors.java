package org.adclicks.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.adclicks.pipeline.options.KafkaSettings;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.options.StreamConfig;
import org.adclicks.pipeline.publish.KafkaDoor;
import org.adclicks.pipeline.store.StoreDoor;

/**
 * Whether the servers let a job in, before there is one: an engine starts a job that fails again
 * and again, and its reason would stand in a log.
 */
final class ServerDoors {

  private ServerDoors() {}

  /** The first reason why not, in one line that says what to do. */
  static Optional<String> refusal(
      JobKind kind, StreamConfig config, Map<String, String> engineOptions) {
    if ("DataflowRunner".equals(engineOptions.get("runner"))) {
      // Its workers are in a network of their own; where we are the servers may not be seen.
      return Optional.empty();
    }
    KafkaSettings kafka = config.kafka();
    if (kafka != null) {
      List<String> topics = new ArrayList<>();
      if (kind == JobKind.STREAM) {
        topics.add(kafka.rejectedTopic());
        if (config.inputFiles().isEmpty()) {
          topics.add(kafka.clicksTopic());
        }
      }
      if (config.queue() != null) {
        topics.add(config.queue().topic());
      }
      Optional<String> refusal =
          KafkaDoor.refusal(kafka.bootstrapServers(), kafka.configFile(), topics);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    StoreSettings store = config.store();
    return store == null ? Optional.empty() : StoreDoor.refusal(store);
  }
}
