package org.adclicks.pipeline.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.adclicks.access.StackFile;
import org.adclicks.access.StackFile.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Where the local stack's servers listen, as it wrote down itself; empty if none is running.
 *
 * <p>Each answer prefers what was given on the command line.
 */
public final class StackEndpoints {

  private final Optional<StackFile> written;

  private StackEndpoints(Optional<StackFile> written) {
    this.written = written;
  }

  /** Those of the stack whose state is under this folder. */
  public static StackEndpoints under(Path stateDir) throws CommandFailure {
    try {
      return new StackEndpoints(StackFile.read(stateDir));
    } catch (IOException e) {
      throw CommandFailure.work(
          StackFile.in(stateDir) + " cannot be read: " + CommandFailure.reason(e));
    }
  }

  public String bootstrapServers(@Nullable String given) throws CommandFailure {
    Optional<String> servers = Optional.ofNullable(given).or(() -> value(Entry.KAFKA));
    if (servers.isEmpty()) {
      throw CommandFailure.work(
          "no stack is running: ./adclicks up (or name an endpoint with --bootstrap)");
    }
    return servers.get();
  }

  public String clicksTopic(@Nullable String given) {
    return Optional.ofNullable(given).or(() -> value(Entry.CLICKS_TOPIC)).orElse("clicks");
  }

  /** The query service, HOST:PORT; nothing if no stack is running and none was given. */
  public Optional<String> queryService(@Nullable String given) {
    return Optional.ofNullable(given).or(() -> value(Entry.QUERY));
  }

  /** The topics the running stack's pipeline writes to; none if no stack is running. */
  public List<String> outputTopics() {
    return Stream.of(Entry.REJECTED_TOPIC, Entry.AGGREGATES_TOPIC)
        .flatMap(entry -> value(entry).stream())
        .toList();
  }

  /** Who brings clicks is told by this file, if the running stack is secured. */
  public Optional<Path> kafkaConfig() {
    return value(Entry.KAFKA_CONFIG).map(Path::of);
  }

  /** The running stack's store, HOST:PORT. */
  public Optional<String> store() {
    return value(Entry.CASSANDRA);
  }

  /** Who writes to the store is told by this file, if the running stack is secured. */
  public Optional<Path> storeConfig() {
    return value(Entry.STORE_CONFIG).map(Path::of);
  }

  /** The running stack's archive. */
  public Optional<Path> archive() {
    return value(Entry.ARCHIVE).map(Path::of);
  }

  private Optional<String> value(Entry entry) {
    return written.flatMap(file -> file.value(entry));
  }
}
