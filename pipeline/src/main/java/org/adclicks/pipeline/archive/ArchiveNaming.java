package org.adclicks.pipeline.archive;

import java.util.UUID;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;

/**
 * Names files by their hour of arrival and a random number.
 *
 * <p>A name is never used twice: the file systems' rename leaves a file that is there already as it
 * is, so a name made anew after a restart could swallow rows. Twice the same row is the worst that
 * can happen this way.
 */
final class ArchiveNaming implements FileIO.Write.FileNaming {

  private static final long serialVersionUID = 1L;

  private final long arrivalHourMillis;

  ArchiveNaming(long arrivalHourMillis) {
    this.arrivalHourMillis = arrivalHourMillis;
  }

  @Override
  public String getFilename(
      BoundedWindow window, PaneInfo pane, int numShards, int shardIndex, Compression compression) {
    return ArchiveHours.folder(arrivalHourMillis) + "/clicks-" + UUID.randomUUID() + ".parquet";
  }
}
