package org.adclicks.benchmarks.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a generator that runs as a process says of itself in its log. */
final class GeneratorLog {

  private static final Pattern PROGRESS = Pattern.compile("(?m)^([0-9,]+) of [0-9,]+ lines ");
  private static final Pattern SUMMARY =
      Pattern.compile("(?m)^generated ([0-9]+) lines: .*, in ([0-9.]+) s$");

  private final String text;

  GeneratorLog(String text) {
    this.text = text;
  }

  /** What was written after the first {@code skippedBytes}, which are of an earlier generator. */
  static GeneratorLog read(Path file, long skippedBytes) {
    try {
      byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
      int from = (int) Math.min(skippedBytes, bytes.length);
      return new GeneratorLog(new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lines made so far, a second old at most. */
  long linesSoFar() {
    Matcher progress = PROGRESS.matcher(text);
    long lines = 0;
    while (progress.find()) {
      lines = Long.parseLong(progress.group(1).replace(",", ""));
    }
    return lines;
  }

  /** What it sent, once Kafka has all of it. */
  Optional<Sent> sent() {
    Matcher summary = SUMMARY.matcher(text);
    return summary.find()
        ? Optional.of(
            new Sent(Long.parseLong(summary.group(1)), Double.parseDouble(summary.group(2))))
        : Optional.empty();
  }

  /** Lines sent, and the seconds it took. */
  record Sent(long lines, double seconds) {

    double linesPerSecond() {
      return lines / seconds;
    }
  }
}
