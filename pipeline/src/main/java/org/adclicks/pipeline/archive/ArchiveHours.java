package org.adclicks.pipeline.archive;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.adclicks.proto.store.Periods;

/** The archive's folders: one for each hour of arrival, UTC. */
final class ArchiveHours {

  private static final DateTimeFormatter FOLDER =
      DateTimeFormatter.ofPattern("'arrival_date='yyyy-MM-dd'/arrival_hour='HH")
          .withZone(ZoneOffset.UTC);

  private ArchiveHours() {}

  /** Of the hour that begins then, relative to the archive's own. */
  static String folder(long hourMillis) {
    return FOLDER.format(Instant.ofEpochMilli(hourMillis));
  }

  /** Every folder that holds clicks which arrived from {@code from} and before {@code to}. */
  static List<String> folders(Instant from, Instant to) {
    List<String> folders = new ArrayList<>();
    long hour = Periods.hourOf(from.toEpochMilli());
    for (; hour < to.toEpochMilli(); hour += Duration.ofHours(1).toMillis()) {
      folders.add(folder(hour));
    }
    return folders;
  }
}
