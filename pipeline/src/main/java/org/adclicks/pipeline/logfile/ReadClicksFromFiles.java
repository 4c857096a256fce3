package org.adclicks.pipeline.logfile;

import java.io.IOException;
import java.nio.channels.Channels;
import java.time.Clock;
import java.util.List;
import org.adclicks.click.Click;
import org.adclicks.click.Origin;
import org.adclicks.click.line.LogLine;
import org.adclicks.click.line.ParsedLine;
import org.adclicks.click.line.RawLine;
import org.adclicks.transforms.parse.LogLineCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Instant;

/**
 * Reads click log files: JSON lines or CSV (with headers or without), gzip, zstd, bzip2 and xz by
 * content.
 *
 * <p>Shape: {@code PBegin} -> {@code PCollection<LogLine>}, bounded; an accepted click's element
 * timestamp is its click time. A line's origin is the file's path, partition 0 and the offset of
 * its first byte in the uncompressed file.
 *
 * <p>Errors: the job fails for a pattern that matches no file and for a file that is no log, or
 * damaged.
 */
public final class ReadClicksFromFiles extends PTransform<PBegin, PCollection<LogLine>> {

  private static final long serialVersionUID = 1L;

  private final List<String> patterns;

  private ReadClicksFromFiles(List<String> patterns) {
    this.patterns = patterns;
  }

  /** Paths or globs, as Beam's file systems understand them. */
  public static ReadClicksFromFiles matching(List<String> patterns) {
    if (patterns.isEmpty()) {
      throw new IllegalArgumentException("no file to read was named");
    }
    return new ReadClicksFromFiles(List.copyOf(patterns));
  }

  @Override
  public PCollection<LogLine> expand(PBegin input) {
    return input
        .apply("Patterns", Create.of(patterns).withCoder(StringUtf8Coder.of()))
        .apply("Match", FileIO.matchAll().withEmptyMatchTreatment(EmptyMatchTreatment.DISALLOW))
        .apply("Open", FileIO.readMatches().withCompression(Compression.UNCOMPRESSED))
        .apply("ReadLines", ParDo.of(new ReadLinesFn()))
        .setCoder(LogLineCoder.of());
  }

  private static final class ReadLinesFn extends DoFn<FileIO.ReadableFile, LogLine> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element FileIO.ReadableFile file, OutputReceiver<LogLine> lines)
        throws IOException {
      String path = file.getMetadata().resourceId().toString();
      long arrivalMillis = Clock.systemUTC().millis();
      try (LogFileReader reader = LogFileReader.of(Channels.newInputStream(file.open()))) {
        for (FileLine line = reader.next(); line != null; line = reader.next()) {
          if (line.bytes().length > 0) {
            RawLine raw = line.raw();
            LogLine logLine = new LogLine(new Origin(path, 0, line.offset()), arrivalMillis, raw);
            if (raw.parsed() instanceof ParsedLine.Accepted accepted) {
              Click click = accepted.click();
              lines.outputWithTimestamp(
                  logLine, Instant.ofEpochMilli(click.clickTimestampMillis()));
            } else {
              lines.output(logLine);
            }
          }
        }
      }
    }
  }
}
