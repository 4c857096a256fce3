package org.adclicks.localstack.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Shows what a supervisor says while its stack starts, and when it says nothing, that it is still
 * at it.
 */
final class StartingLines {

  private static final Duration QUIET = Duration.ofSeconds(20);

  private final Path log;
  private final long startNanos = System.nanoTime();
  private long saidNanos = startNanos;
  private int shown;

  StartingLines(Path log) {
    this.log = log;
  }

  /** Prints what was said since the last call. */
  void showNew() {
    List<String> lines = lines();
    List<String> fresh = lines.subList(Math.min(shown, lines.size()), lines.size());
    fresh.forEach(System.out::println);
    shown = lines.size();
    long now = System.nanoTime();
    if (!fresh.isEmpty()) {
      saidNanos = now;
    } else if (now - saidNanos > QUIET.toNanos()) {
      saidNanos = now;
      System.out.printf(
          "... still starting, after %d s; logs are in %s%n",
          Duration.ofNanos(now - startNanos).toSeconds(), log.getParent());
    }
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
