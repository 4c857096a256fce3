package org.adclicks.pipeline.restate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/**
 * What a comparison found, as a file for a Prometheus node exporter's textfile collector.
 *
 * <p>Units: rows, minutes; seconds since 1970.
 */
public final class DriftMetrics {

  private DriftMetrics() {}

  /** Replaces the file as a whole. Anybody may read it: a node exporter is another user. */
  public static void write(Path file, HourRange hours, Reconcile.Found found) throws IOException {
    long minutes = found.drift().stream().mapToLong(Drift::millis).distinct().count();
    String text =
        gauge("drift_rows", "Stored rows that differ from the archive.", found.drift().size())
            + gauge("drift_minutes", "Minutes with such rows.", minutes)
            + gauge(
                "drift_not_compared",
                "Tables' hours that could not be compared yet.",
                found.notCompared().size())
            + gauge(
                "drift_compared_through_seconds",
                "The end of the last hour compared.",
                hours.toMillis() / 1_000);
    Path whole = file.toAbsolutePath();
    Path unfinished = whole.resolveSibling(whole.getFileName() + ".tmp");
    Files.writeString(unfinished, text);
    if (Files.getFileStore(unfinished).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-r--r--"));
    }
    Files.move(unfinished, whole, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String gauge(String name, String help, long value) {
    return String.format(
        Locale.ROOT,
        "# HELP adclicks_%1$s %2$s\n# TYPE adclicks_%1$s gauge\nadclicks_%1$s %3$d\n",
        name,
        help,
        value);
  }
}
