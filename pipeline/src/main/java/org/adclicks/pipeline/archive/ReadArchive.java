package org.adclicks.pipeline.archive;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.time.Instant;
import java.util.List;
import org.adclicks.click.SourcedClick;
import org.adclicks.transforms.pack.ClickPack;
import org.adclicks.transforms.pack.ClickPackCoder;
import org.adclicks.transforms.pack.ClickPacker;
import org.adclicks.transforms.pack.MinuteShard;
import org.adclicks.transforms.pack.MinuteShardCoder;
import org.adclicks.transforms.parse.SourcedClickCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MetadataCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads the clicks that arrived within some hours, duplicates and late ones included.
 *
 * <p>Files are read whole: clicks that arrived in the first or last hour but outside the range come
 * too. Unfinished files are not seen: they have other names, in other folders.
 *
 * <p>Shape: {@code PBegin} -> {@code PCollection<SourcedClick>}, bounded, in no order; an element's
 * timestamp is its click time. The unit of work is a row group.
 *
 * <p>A row may come twice, under the same (topic, partition, offset), if the stream that wrote it
 * was restarted. Its twin has the same identity, so {@code DeduplicateClicks} downstream makes
 * counts exact.
 *
 * <p>Errors: {@link IllegalArgumentException} for a range that is empty; the job fails for a
 * damaged file, with a {@link DamagedFileException}. Hours without a folder had no clicks. Source:
 * docs/decisions/0010.
 */
public final class ReadArchive extends PTransform<PBegin, PCollection<SourcedClick>> {

  private static final long serialVersionUID = 1L;

  private static final String FILES = "/clicks-*.parquet";

  private final String directory;
  private final Instant from;
  private final Instant to;

  private ReadArchive(String directory, Instant from, Instant to) {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("no time from " + from + " to " + to);
    }
    this.directory = directory.endsWith("/") ? directory : directory + "/";
    this.from = from;
    this.to = to;
  }

  /**
   * Reads the archive that {@link ArchiveClicks} wrote.
   *
   * @param from the first hour of arrival
   * @param to the end of the last hour of arrival, exclusive
   */
  public static ReadArchive under(String directory, Instant from, Instant to) {
    return new ReadArchive(directory, from, to);
  }

  /**
   * Reads the clicks packed, without where they came from, for {@code KeepOneOfEach.ofPacks()}: no
   * click becomes an object on its way from the file to the counts.
   *
   * <p>Shape: {@code PBegin} -> {@code PCollection<KV<MinuteShard, ClickPack>>}, otherwise as this.
   *
   * @param shards a minute's clicks are spread over so many keys
   */
  public PTransform<PBegin, PCollection<KV<MinuteShard, ClickPack>>> packed(int shards) {
    return new Packed(this, shards);
  }

  @Override
  public PCollection<SourcedClick> expand(PBegin input) {
    return rowGroups(input)
        .apply("ReadRowGroups", ParDo.of(new ReadRowGroupFn()))
        .setCoder(SourcedClickCoder.of());
  }

  private PCollection<KV<MatchResult.Metadata, Integer>> rowGroups(PBegin input) {
    List<String> patterns =
        ArchiveHours.folders(from, to).stream().map(hour -> directory + hour + FILES).toList();
    return input
        .apply("Hours", Create.of(patterns).withCoder(StringUtf8Coder.of()))
        .apply("Match", FileIO.matchAll().withEmptyMatchTreatment(EmptyMatchTreatment.ALLOW))
        .apply("SplitFiles", ParDo.of(new SplitFileFn()))
        .setCoder(KvCoder.of(MetadataCoder.of(), VarIntCoder.of()))
        .apply("SpreadRowGroups", Reshuffle.viaRandomKey());
  }

  private static final class Packed
      extends PTransform<PBegin, PCollection<KV<MinuteShard, ClickPack>>> {

    private static final long serialVersionUID = 1L;

    private final ReadArchive archive;
    private final int shards;

    Packed(ReadArchive archive, int shards) {
      this.archive = archive;
      this.shards = shards;
    }

    @Override
    public PCollection<KV<MinuteShard, ClickPack>> expand(PBegin input) {
      return archive
          .rowGroups(input)
          .apply("PackRowGroups", ParDo.of(new PackRowGroupFn(shards)))
          .setCoder(KvCoder.of(MinuteShardCoder.of(), ClickPackCoder.of()));
    }
  }

  private static ArchiveFileReader open(MatchResult.Metadata file) throws IOException {
    if (FileSystems.open(file.resourceId()) instanceof SeekableByteChannel channel) {
      return ArchiveFileReader.open(file.resourceId().toString(), channel);
    }
    throw new IOException("a file system whose files cannot be read from the end: " + file);
  }

  private static final class SplitFileFn
      extends DoFn<MatchResult.Metadata, KV<MatchResult.Metadata, Integer>> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void split(
        @Element MatchResult.Metadata file, OutputReceiver<KV<MatchResult.Metadata, Integer>> out)
        throws IOException {
      try (ArchiveFileReader reader = open(file)) {
        for (int i = 0; i < reader.rowGroups(); i++) {
          out.output(KV.of(file, i));
        }
      }
    }
  }

  private static final class ReadRowGroupFn
      extends DoFn<KV<MatchResult.Metadata, Integer>, SourcedClick> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void read(
        @Element KV<MatchResult.Metadata, Integer> rowGroup, OutputReceiver<SourcedClick> out)
        throws IOException {
      try (ArchiveFileReader reader = open(rowGroup.getKey())) {
        reader.readRowGroup(
            rowGroup.getValue(),
            click ->
                out.outputWithTimestamp(
                    click,
                    org.joda.time.Instant.ofEpochMilli(click.click().clickTimestampMillis())));
      }
    }
  }

  private static final class PackRowGroupFn
      extends DoFn<KV<MatchResult.Metadata, Integer>, KV<MinuteShard, ClickPack>> {

    private static final long serialVersionUID = 1L;

    private final int shards;

    PackRowGroupFn(int shards) {
      this.shards = shards;
    }

    @ProcessElement
    public void pack(
        @Element KV<MatchResult.Metadata, Integer> rowGroup,
        OutputReceiver<KV<MinuteShard, ClickPack>> out)
        throws IOException {
      ClickPacker packer = new ClickPacker(shards);
      ClickPacker.Receiver packs =
          (key, pack, oldest) -> out.outputWithTimestamp(KV.of(key, pack), oldest);
      try (ArchiveFileReader reader = open(rowGroup.getKey())) {
        reader.readClicks(
            rowGroup.getValue(),
            (adId, clickTimestampMillis, userId, ip, scopeKey, clickId) -> {
              if (packer.add(adId, clickTimestampMillis, userId, ip, scopeKey, clickId)) {
                packer.takeFull(packs);
              }
            });
      }
      packer.takeAll(packs);
    }
  }
}
