package org.adclicks.access;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What a running local stack wrote into its state folder for other commands to find it by.
 *
 * <p>Shape: {@code endpoints.properties}, there as long as the stack is.
 */
public final class StackFile {

  /** What it may say. An earlier build's file says less. */
  public enum Entry {
    /** How many servers there are of Kafka and Cassandra each. */
    NODES("nodes"),
    /** {@code HOST:PORT}s, as of Cassandra. */
    KAFKA("kafka.bootstrap"),
    CASSANDRA("cassandra.contact"),
    DATACENTER("cassandra.datacenter"),
    KEYSPACE("cassandra.keyspace"),
    /** The query service, {@code HOST:PORT}. */
    QUERY("query.endpoint"),
    /** The pipeline's, {@code HOST:PORT}; the first of a cluster's. */
    METRICS("metrics.endpoint"),
    /** Of the job from the queue to the store, if there is one. */
    STORE_METRICS("store.metrics.endpoint"),
    CLICKS_TOPIC("clicks.topic"),
    REJECTED_TOPIC("rejected.topic"),
    AGGREGATES_TOPIC("aggregates.topic"),
    /** A folder. */
    ARCHIVE("archive.dir"),
    /** The address of a Flink cluster's page, if there is one. */
    FLINK("flink.page"),
    /** The folder where clients of a secured stack find who they are. */
    SECRETS("secrets.dir"),
    /** Who brings clicks to a secured stack is told by this file. */
    KAFKA_CONFIG("kafka.config"),
    /** Who writes to a secured stack's store is told by this one. */
    STORE_CONFIG("cassandra.config");

    private final String key;

    Entry(String key) {
      this.key = key;
    }

    @Override
    public String toString() {
      return key;
    }
  }

  private static final String NAME = "endpoints.properties";

  private final Properties written;

  private StackFile(Properties written) {
    this.written = written;
  }

  /** Where it is, if a stack runs in this folder. */
  public static Path in(Path stateDir) {
    return stateDir.resolve(NAME);
  }

  /**
   * What it says; nothing if no stack runs in this folder.
   *
   * @throws IOException if it is there and cannot be read
   */
  public static Optional<StackFile> read(Path stateDir) throws IOException {
    Path file = in(stateDir);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Properties written = new Properties();
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      written.load(text);
    } catch (IllegalArgumentException e) {
      throw new IOException("not a file of properties: " + e.getMessage(), e);
    }
    return Optional.of(new StackFile(written));
  }

  public Optional<String> value(Entry entry) {
    return Optional.ofNullable(written.getProperty(entry.key));
  }

  /** Writes it whole or not at all. */
  public static void write(Path stateDir, Map<Entry, String> values) throws IOException {
    Properties written = new Properties();
    values.forEach((entry, value) -> written.setProperty(entry.key, value));
    Path unfinished = stateDir.resolve(NAME + ".tmp");
    try (Writer text = Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8)) {
      written.store(text, "the running stack");
    }
    Files.move(unfinished, in(stateDir), StandardCopyOption.ATOMIC_MOVE);
  }
}
