package org.adclicks.benchmarks.counting;

import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine.Option;

/** What both jobs over the archive are started with. */
final class BatchJobOptions {

  @Option(names = "--archive", required = true)
  private Path archive = Path.of("");

  @Option(names = "--from", required = true)
  private Instant from = Instant.EPOCH;

  @Option(names = "--to", required = true)
  private Instant to = Instant.EPOCH;

  @Option(names = "--parallelism", required = true)
  private int parallelism;

  Path archive() {
    return archive;
  }

  /** The first hour of arrival. */
  Instant from() {
    return from;
  }

  /** The end of the last hour of arrival. */
  Instant to() {
    return to;
  }

  int parallelism() {
    return parallelism;
  }
}
