package org.adclicks.pipeline.command;

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

  /** The Kafka that clicks are sent to, HOST:PORT. */
  public String bootstrapServers() throws CommandFailure {
    return endpoints().bootstrapServers(bootstrap);
  }

  /** Connects to the topic clicks are sent to. */
  public ClickSender connect() throws CommandFailure {
    return ClickSender.connect(
        bootstrapServers(), endpoints().clicksTopic(topic), kafkaConfigFile());
  }

  /** Who we are to that Kafka; null for nobody. The stack's own file is for its own Kafka only. */
  public @Nullable Path kafkaConfigFile() throws CommandFailure {
    return kafkaConfig != null || bootstrap != null
        ? kafkaConfig
        : endpoints().kafkaConfig().orElse(null);
  }
}
