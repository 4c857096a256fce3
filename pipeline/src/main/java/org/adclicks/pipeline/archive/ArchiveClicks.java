package org.adclicks.pipeline.archive;

import java.util.UUID;
import org.adclicks.click.SourcedClick;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.io.WriteFilesResult;
import org.apache.beam.sdk.transforms.Contextful;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunctions;
import org.apache.beam.sdk.transforms.windowing.AfterFirst;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;

/**
 * Keeps every accepted click, duplicates and late ones included, in Parquet files.
 *
 * <p>Files stand in folders by hour of arrival, {@code
 * arrival_date=2026-11-23/arrival_hour=10/clicks-….parquet}: by arrival and not by click time,
 * since no click may come too late for the archive. A file is complete when it has its name;
 * unfinished ones are in {@code .temp-beam} folders that readers skip.
 *
 * <p>Shape: {@code PCollection<SourcedClick>} -> the files' names. After a restart rows may stand
 * twice, under the same (topic, partition, offset); none is lost.
 *
 * <p>State: the rows of the last {@link #withRoll} in the engine's state, some 60 bytes each; and
 * those of one row group in memory for each file being written, at most 48 MB.
 *
 * <p>Errors: {@link IllegalArgumentException} for a roll or a number of shards that is not
 * positive.
 */
public final class ArchiveClicks
    extends PTransform<PCollection<SourcedClick>, WriteFilesResult<Long>> {

  private static final long serialVersionUID = 1L;

  /** A busy stream's packs hold some 100 to 10,000 rows: enough for a file. */
  private static final int FULL_PACKS = 2_000;

  private final String directory;
  private final Duration roll;
  private final int shards;

  private ArchiveClicks(String directory, Duration roll, int shards) {
    if (roll.getMillis() <= 0 || shards <= 0) {
      throw new IllegalArgumentException(
          "a roll must be positive, and shards: " + roll + ", " + shards);
    }
    this.directory = directory;
    this.roll = roll;
    this.shards = shards;
  }

  /** As Beam's file systems understand it. */
  public static ArchiveClicks under(String directory) {
    return new ArchiveClicks(directory, Duration.standardSeconds(60), 2);
  }

  /** Finishes files after so much processing time. Default: one minute. */
  public ArchiveClicks withRoll(Duration every) {
    return new ArchiveClicks(directory, every, shards);
  }

  /** Files written side by side, each by one worker. Default: two. */
  public ArchiveClicks withShards(int count) {
    return new ArchiveClicks(directory, roll, count);
  }

  @Override
  public WriteFilesResult<Long> expand(PCollection<SourcedClick> clicks) {
    return clicks
        .apply("PackRows", ParDo.of(new PackRowsFn()))
        .setCoder(ArchivePackCoder.of())
        .apply(
            "Roll",
            Window.<ArchivePack>into(new GlobalWindows())
                .triggering(
                    Repeatedly.forever(
                        AfterFirst.of(
                            AfterPane.elementCountAtLeast(FULL_PACKS),
                            AfterProcessingTime.pastFirstElementInPane().plusDelayOf(roll))))
                .withAllowedLateness(Duration.ZERO)
                .discardingFiredPanes())
        .apply(
            "WriteFiles",
            FileIO.<Long, ArchivePack>writeDynamic()
                .by(ArchivePack::arrivalHourMillis)
                .withDestinationCoder(VarLongCoder.of())
                .via(
                    Contextful.fn(SerializableFunctions.<ArchivePack>identity()),
                    Contextful.fn(hour -> new ParquetPackSink()))
                .withNaming(ArchiveNaming::new)
                .withNumShards(shards)
                .to(directory));
  }

  /**
   * Names files by their hour of arrival and a random number.
   *
   * <p>A name is never used twice: the file systems' rename leaves a file that is there already as
   * it is, so a name made anew after a restart could swallow rows. Twice the same row is the worst
   * that can happen this way.
   */
  private static final class ArchiveNaming implements FileIO.Write.FileNaming {

    private static final long serialVersionUID = 1L;

    private final long arrivalHourMillis;

    ArchiveNaming(long arrivalHourMillis) {
      this.arrivalHourMillis = arrivalHourMillis;
    }

    @Override
    public String getFilename(
        BoundedWindow window,
        PaneInfo pane,
        int numShards,
        int shardIndex,
        Compression compression) {
      return ArchiveHours.folder(arrivalHourMillis) + "/clicks-" + UUID.randomUUID() + ".parquet";
    }
  }
}
