package org.adclicks.pipeline.load;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the local stack's servers listen, as it wrote down itself; empty if none is running.
 *
 * <p>Each answer prefers what was given on the command line.
 */
public final class StackEndpoints {

  private static final String FILE = "endpoints.properties";

  private final Properties written;

  private StackEndpoints(Properties written) {
    this.written = written;
  }

  /** Those of the stack whose state is under this folder. */
  public static StackEndpoints under(Path stateDir) throws CommandFailure {
    Properties written = new Properties();
    Path file = stateDir.resolve(FILE);
    if (Files.isRegularFile(file)) {
      try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        written.load(in);
      } catch (IOException e) {
        throw CommandFailure.work(file + " cannot be read: " + CommandFailure.reason(e));
      }
    }
    return new StackEndpoints(written);
  }

  public String bootstrapServers(@Nullable String given) throws CommandFailure {
    return required(given, "kafka.bootstrap", "--bootstrap");
  }

  public String clicksTopic(@Nullable String given) {
    return given != null ? given : written.getProperty("clicks.topic", "clicks");
  }

  /** The query service, HOST:PORT; nothing if no stack is running and none was given. */
  public Optional<String> queryService(@Nullable String given) {
    return Optional.ofNullable(given != null ? given : written.getProperty("query.endpoint"));
  }

  /** The topics the running stack's pipeline writes to; none if no stack is running. */
  public List<String> outputTopics() {
    return Stream.of("rejected.topic", "aggregates.topic")
        .map(written::getProperty)
        .filter(Objects::nonNull)
        .toList();
  }

  /** Who brings clicks is told by this file, if the running stack is secured. */
  public Optional<Path> kafkaConfig() {
    return Optional.ofNullable(written.getProperty("kafka.config")).map(Path::of);
  }

  /** The running stack's store, HOST:PORT. */
  public Optional<String> store() {
    return Optional.ofNullable(written.getProperty("cassandra.contact"));
  }

  /** Who writes to the store is told by this file, if the running stack is secured. */
  public Optional<Path> storeConfig() {
    return Optional.ofNullable(written.getProperty("cassandra.config")).map(Path::of);
  }

  /** The running stack's archive. */
  public Optional<Path> archive() {
    return Optional.ofNullable(written.getProperty("archive.dir")).map(Path::of);
  }

  private String required(@Nullable String given, String property, String option)
      throws CommandFailure {
    String value = given != null ? given : written.getProperty(property);
    if (value == null) {
      throw CommandFailure.work(
          "no stack is running: ./adclicks up (or name an endpoint with " + option + ")");
    }
    return value;
  }
}
