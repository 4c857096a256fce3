package org.adclicks.benchmarks.system;

import java.time.Duration;
import java.util.List;

/**
 * Clicks at a steady rate in real time: 2 M ads by Zipf, 1 % duplicates, 1 % late by up to four
 * minutes.
 *
 * @param name as the report calls it
 * @param rate lines per second
 * @param seed of the lines; loads on one stack need different ones, or all of a later one's clicks
 *     would look like another's
 */
record Load(String name, long rate, Duration length, long seed) {

  /** As {@code generate} has them if not told otherwise. */
  static final int USERS = 1_000_000;

  long lines() {
    return rate * length.toMillis() / 1000;
  }

  /** The arguments of the pipeline module's command line. */
  List<String> generatorArguments() {
    return List.of(
        "generate",
        "--kafka",
        "--rate=" + rate,
        "--clicks=" + lines(),
        "--seed=" + seed,
        "--users=" + USERS,
        "--duplicates=1%",
        "--late=1%");
  }
}
