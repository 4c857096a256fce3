package org.adclicks.benchmarks.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pauses a JVM wrote down, as {@link #option} makes it do. */
final class GcLog {

  private static final Pattern PAUSE =
      Pattern.compile(
          "^\\[([0-9.]+)s].* Pause (Young|Full) .* ([0-9]+)M->([0-9]+)M\\([0-9]+M\\) ([0-9.]+)ms$");

  private final List<Pause> pauses = new ArrayList<>();

  GcLog(List<String> lines) {
    for (String line : lines) {
      Matcher pause = PAUSE.matcher(line);
      if (pause.matches()) {
        pauses.add(
            new Pause(
                Double.parseDouble(pause.group(1)),
                "Full".equals(pause.group(2)),
                Long.parseLong(pause.group(4)),
                Double.parseDouble(pause.group(5))));
      }
    }
  }

  /** The JVM option to write to this file, in one piece. */
  static String option(Path file) {
    return "-Xlog:gc:file=" + file + ":uptime:filecount=0";
  }

  static GcLog read(Path file) {
    try {
      return new GcLog(Files.readAllLines(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is live, for only a full collection leaves nothing else. */
  List<Pause> full() {
    return pauses.stream().filter(Pause::full).toList();
  }

  double pauseSeconds() {
    return pauses.stream().mapToDouble(Pause::millis).sum() / 1000;
  }

  /**
   * One collection.
   *
   * @param atSeconds since the JVM's start
   * @param afterMebibytes in use when it was done
   */
  record Pause(double atSeconds, boolean full, long afterMebibytes, double millis) {}
}
