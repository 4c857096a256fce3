package org.adclicks.benchmarks.archive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.adclicks.click.Origin;
import org.adclicks.click.line.LogLine;
import org.adclicks.click.line.RawLine;
import org.adclicks.transforms.parse.LogLineCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads log files as if they were partitions of a queue, each line with its partition, offset and
 * arrival.
 *
 * <p>Shape: {@code PBegin} -> {@code PCollection<LogLine>}, bounded.
 */
final class ReadAsFromQueue extends PTransform<PBegin, PCollection<LogLine>> {

  private static final long serialVersionUID = 1L;

  static final String TOPIC = "clicks";

  private final List<LogFile> files;

  private ReadAsFromQueue(List<LogFile> files) {
    this.files = List.copyOf(files);
  }

  static ReadAsFromQueue of(List<LogFile> files) {
    return new ReadAsFromQueue(files);
  }

  @Override
  public PCollection<LogLine> expand(PBegin input) {
    return input
        .apply(
            "Partitions",
            Create.of(IntStream.range(0, files.size()).boxed().toList())
                .withCoder(VarIntCoder.of()))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("ReadLines", ParDo.of(new ReadLinesFn(files)))
        .setCoder(LogLineCoder.of());
  }

  private static final class ReadLinesFn extends DoFn<Integer, LogLine> {

    private static final long serialVersionUID = 1L;

    private final List<LogFile> files;

    ReadLinesFn(List<LogFile> files) {
      this.files = files;
    }

    @ProcessElement
    public void read(@Element Integer partition, OutputReceiver<LogLine> out) throws IOException {
      LogFile file = files.get(partition);
      try (InputStream in = Files.newInputStream(Path.of(file.path()))) {
        in.skipNBytes(file.position());
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (long i = file.firstLine(); i < file.firstLine() + file.lines(); i++) {
          String line = reader.readLine();
          out.output(
              new LogLine(
                  new Origin(TOPIC, file.partition(), file.offset(i)),
                  file.arrivalMillis(i),
                  new RawLine(line.getBytes(StandardCharsets.UTF_8))));
        }
      }
    }
  }
}
