package org.adclicks.pipeline.load;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the stack is, for commands that talk to one. */
public final class StackOptions {

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description = "Kafka to send to. Default: the running stack's.")
  private @Nullable String bootstrap;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description =
          "Kafka's own settings, such as user and TLS. Default: the running stack's, if it is"
              + " secured.")
  private @Nullable Path kafkaConfig;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description = "Topic to send to. Default: the running stack's, or clicks.")
  private @Nullable String topic;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      defaultValue = "${env:ADCLICKS_HOME:-.adclicks}",
      description = "Folder of the local stack's state. Default: ${DEFAULT-VALUE}.")
  private Path stateDir = Path.of(".adclicks");

  /** What the running stack wrote down of itself. */
  public StackEndpoints endpoints() throws CommandFailure {
    return StackEndpoints.under(stateDir);
  }

  /** What the pipeline behind the topic writes, as far as it can be looked at. */
  SignsOfLife signsOfLife() throws CommandFailure {
    StackEndpoints endpoints = endpoints();
    return SignsOfLife.of(
        endpoints.bootstrapServers(bootstrap),
        configFile(endpoints),
        endpoints.outputTopics(),
        endpoints.archive().orElse(null));
  }

  /** Connects to the topic clicks are sent to. */
  public ClickSender connect() throws CommandFailure {
    StackEndpoints endpoints = endpoints();
    return ClickSender.connect(
        endpoints.bootstrapServers(bootstrap), endpoints.clicksTopic(topic), configFile(endpoints));
  }

  /** The stack's own is for its own Kafka only. */
  private @Nullable Path configFile(StackEndpoints endpoints) {
    return kafkaConfig != null || bootstrap != null
        ? kafkaConfig
        : endpoints.kafkaConfig().orElse(null);
  }
}
