package org.adclicks.localstack.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.adclicks.localstack.RelayedPorts;
import org.adclicks.localstack.Runner;
import org.adclicks.localstack.StackPlan;
import org.adclicks.localstack.process.ChildProcess;
import org.adclicks.localstack.process.FreePort;
import org.adclicks.localstack.process.StackFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How a stack is started, for the commands that start one. */
final class StartOptions {

  private static final int HIGHEST_PORT = 65_535;

  @Option(
      names = "--start-timeout",
      paramLabel = "TIME",
      converter = SpanConverter.class,
      description =
          "Give up on a part whose log has stood still this long, e.g. 90s or 5m (default: 120s).")
  private Duration startTimeout = ChildProcess.START_TIMEOUT;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = PortConverter.class,
      description = "Of the page, REST and gRPC (default: 8080, or any if that is taken).")
  private @Nullable Integer port;

  @Option(
      names = "--secure",
      description = {
        "Kafka and Cassandra with TLS and users that may do what they need and no more;",
        "certificates, passwords and clients' files are in the state folder, under secure."
      })
  private boolean isSecured;

  @Option(
      names = "--queue",
      description = {
        "The stream sends aggregates to their queue, and a second job brings them to Cassandra:",
        "clicks are counted and kept though Cassandra is away. A folder keeps to what it was",
        "started with."
      })
  private boolean isQueued;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      converter = NodesConverter.class,
      defaultValue = "1",
      description = {
        "Of Cassandra, and brokers of Kafka: 1, or 3 with three copies of everything, of which one",
        "may be lost: on 127.0.0.1 to 127.0.0.3, on the same ports (default: ${DEFAULT-VALUE}). Some",
        "6 GiB more. A folder keeps to what it was started with."
      })
  private int nodes;

  @Option(
      names = "--relays",
      hidden = true,
      description = "For those who try a bad network: KAFKA:SERVER,CASSANDRA:SERVER, all ports.",
      converter = RelaysConverter.class)
  private @Nullable RelayedPorts relays;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** A small stack with this state folder, as these options want it. */
  StackPlan plan(Path stateDir, Runner runner) {
    requirePossible();
    return StackPlan.of(stateDir, runner)
        .withPagePort(port == null ? OptionalInt.empty() : OptionalInt.of(port))
        .withStartTimeout(startTimeout)
        .secured(isSecured)
        .queued(isQueued)
        .withNodes(nodes)
        .relayed(Optional.ofNullable(relays));
  }

  /** Refuses options that do not go together. */
  void requirePossible() {
    if (nodes > 1 && isSecured) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--secure has certificates of one node: leave out --nodes");
    }
    if (nodes > 1 && relays != null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--relays stand before one node: leave out --nodes");
    }
  }

  /** Fails early if the port asked for is taken. */
  void requireFreePort() {
    if (port != null && !FreePort.isFree(port)) {
      throw new StackFailure(
          "port " + port + " is taken: name another with --port, or none for any that is free");
    }
  }

  /** The same options for another process to parse. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--start-timeout", String.valueOf(startTimeout.toSeconds())));
    if (port != null) {
      words.addAll(List.of("--port", String.valueOf(port)));
    }
    if (isSecured) {
      words.add("--secure");
    }
    if (isQueued) {
      words.add("--queue");
    }
    words.addAll(List.of("--nodes", String.valueOf(nodes)));
    if (relays != null) {
      words.addAll(List.of("--relays", relays.toString()));
    }
    return words;
  }

  private static final class NodesConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      if (!value.equals("1") && !value.equals("3")) {
        throw new TypeConversionException("'" + value + "' nodes there cannot be: 1 or 3");
      }
      return Integer.valueOf(value);
    }
  }

  private static final class RelaysConverter implements ITypeConverter<RelayedPorts> {
    @Override
    public RelayedPorts convert(String value) {
      try {
        return RelayedPorts.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  private static final class PortConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      if (!value.matches("[1-9]\\d{0,4}") || Integer.parseInt(value) > HIGHEST_PORT) {
        throw new TypeConversionException(
            "'" + value + "' is no port: those are 1 to " + HIGHEST_PORT);
      }
      return Integer.valueOf(value);
    }
  }
}
