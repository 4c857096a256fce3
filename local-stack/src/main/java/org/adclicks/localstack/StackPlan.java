package org.adclicks.localstack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.adclicks.localstack.process.ChildProcess;
import org.adclicks.localstack.process.FreePort;
import org.adclicks.localstack.process.StackFailure;
import org.adclicks.localstack.server.StackSizes;

/**
 * What stack is to be started, where, and how patiently.
 *
 * <p>Errors: {@link IllegalArgumentException} for no patience at all, for other numbers of nodes
 * than one and three, and for three that are secured or have relays before them.
 *
 * @param stateDir absolute; made if need be
 * @param pagePort of the page and the query service; nothing for the usual one, or any if that is
 *     taken
 * @param startTimeout gives up on a part whose log has stood still that long
 * @param isSecured whether Kafka and Cassandra let in only who they know, over TLS
 * @param isQueued whether aggregates go to Cassandra through their queue, by a job of its own
 * @param nodes of Cassandra and brokers of Kafka, each
 * @param relays what stands between jobs and servers, for those who try a bad network
 * @param streamOptions of the pipeline, which outdo the stack's
 */
public record StackPlan(
    Path stateDir,
    Runner runner,
    StackSizes sizes,
    OptionalInt pagePort,
    Duration startTimeout,
    boolean isSecured,
    boolean isQueued,
    int nodes,
    Optional<RelayedPorts> relays,
    List<String> streamOptions) {

  /** As long as nobody says otherwise. */
  private static final int USUAL_PAGE_PORT = 8080;

  public StackPlan {
    stateDir = stateDir.toAbsolutePath().normalize();
    streamOptions = List.copyOf(streamOptions);
    if (startTimeout.isNegative() || startTimeout.isZero()) {
      throw new IllegalArgumentException("a start needs time, not " + startTimeout);
    }
    if (nodes != 1 && nodes != 3) {
      throw new IllegalArgumentException("one node or three, not " + nodes);
    }
    if (nodes > 1 && isSecured) {
      throw new IllegalArgumentException("certificates are of one node, not of " + nodes);
    }
    if (nodes > 1 && relays.isPresent()) {
      throw new IllegalArgumentException("relays stand before one node, not before " + nodes);
    }
  }

  /** A small one, on the usual ports or any. */
  public static StackPlan of(Path stateDir, Runner runner) {
    return new StackPlan(
        stateDir,
        runner,
        StackSizes.small(),
        OptionalInt.empty(),
        ChildProcess.START_TIMEOUT,
        false,
        false,
        1,
        Optional.empty(),
        List.of());
  }

  public StackPlan withSizes(StackSizes other) {
    return with(plan -> plan.sizes = other);
  }

  /** Nothing else than this port for the page. Default: the usual one, or any. */
  public StackPlan withPagePort(OptionalInt port) {
    return with(plan -> plan.pagePort = port);
  }

  /** Default: {@link ChildProcess#START_TIMEOUT}. */
  public StackPlan withStartTimeout(Duration timeout) {
    return with(plan -> plan.startTimeout = timeout);
  }

  /** Default: open to everybody on this machine. */
  public StackPlan secured(boolean secured) {
    return with(plan -> plan.isSecured = secured);
  }

  /** Default: the stream writes to Cassandra itself. */
  public StackPlan queued(boolean queued) {
    return with(plan -> plan.isQueued = queued);
  }

  /** Default: one of each. */
  public StackPlan withNodes(int count) {
    return with(plan -> plan.nodes = count);
  }

  /** Default: none. */
  public StackPlan relayed(Optional<RelayedPorts> between) {
    return with(plan -> plan.relays = between);
  }

  /** Default: none. */
  public StackPlan withStreamOptions(List<String> options) {
    return with(plan -> plan.streamOptions = options);
  }

  private StackPlan with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.plan();
  }

  /**
   * The page's port, for us from now on.
   *
   * @throws StackFailure if the one asked for is taken
   */
  int takePagePort() {
    if (pagePort.isEmpty()) {
      return FreePort.preferring(USUAL_PAGE_PORT);
    }
    int port = pagePort.getAsInt();
    if (!FreePort.take(port)) {
      throw new StackFailure(
          "port " + port + " is taken: name another with --port, or none for any that is free");
    }
    return port;
  }

  /** A plan with one thing changed. */
  private static final class Draft {
    private final Path stateDir;
    private final Runner runner;
    private StackSizes sizes;
    private OptionalInt pagePort;
    private Duration startTimeout;
    private boolean isSecured;
    private boolean isQueued;
    private int nodes;
    private Optional<RelayedPorts> relays;
    private List<String> streamOptions;

    Draft(StackPlan plan) {
      stateDir = plan.stateDir;
      runner = plan.runner;
      sizes = plan.sizes;
      pagePort = plan.pagePort;
      startTimeout = plan.startTimeout;
      isSecured = plan.isSecured;
      isQueued = plan.isQueued;
      nodes = plan.nodes;
      relays = plan.relays;
      streamOptions = plan.streamOptions;
    }

    StackPlan plan() {
      return new StackPlan(
          stateDir,
          runner,
          sizes,
          pagePort,
          startTimeout,
          isSecured,
          isQueued,
          nodes,
          relays,
          streamOptions);
    }
  }
}
