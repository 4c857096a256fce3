package org.adclicks.benchmarks.archive;

import static org.adclicks.benchmarks.harness.BenchmarkOptions.say;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.pipeline.archive.ArchiveClicks;
import org.adclicks.pipeline.generate.GenerateCommand;
import org.adclicks.transforms.parse.ParseClicks;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import picocli.CommandLine;

/**
 * An archive of made-up clicks, written by the stream's own transform from seeded log lines.
 *
 * <p>Lines come as from {@value #PARTITIONS} Kafka partitions whose offsets have drifted apart, ten
 * thousand a second of their own time, and arrive some milliseconds later. Files are those of a
 * stream that rolls them every minute.
 *
 * @param folder as readers take it
 * @param lines how many clicks it holds, duplicates included
 */
public record MadeArchive(Path folder, long lines) {

  /** The hour all of it arrived in, if it is less than an hour's worth. */
  public static final Instant START = Instant.parse("2024-03-01T10:00:00Z");

  static final int PARTITIONS = 4;

  private static final long LINES_PER_SECOND = 10_000;

  /** What arrives between two rolls, which stand a minute apart. */
  private static final long LINES_PER_ROLL = 60 * LINES_PER_SECOND;

  /**
   * Makes it.
   *
   * @param mix options of {@code generate} that say what clicks are like
   * @throws BenchmarkFailure if it does not hold every line
   */
  public static MadeArchive of(long lines, List<String> mix, Path workFolder) {
    Path logs = workFolder.resolve("logs");
    Path archive = workFolder.resolve("archive");
    say("making " + lines + " log lines: " + String.join(" ", mix));
    List<LogFile> files = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      files.add(generate(partition, lines / PARTITIONS, mix, logs));
    }
    say("archiving them");
    for (List<LogFile> roll : rolls(files)) {
      archive(roll, archive);
    }
    files.forEach(file -> delete(Path.of(file.path())));
    return new MadeArchive(archive, lines / PARTITIONS * PARTITIONS);
  }

  /** Its files. */
  public List<Path> files() {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** When the last of it has arrived. */
  public Instant end() {
    return START.plusSeconds(lines / LINES_PER_SECOND).plus(Duration.ofMinutes(1));
  }

  private static LogFile generate(int partition, long lines, List<String> mix, Path folder) {
    Path file = folder.resolve("partition-" + partition + ".json");
    List<String> arguments = new ArrayList<>(mix);
    long rate = LINES_PER_SECOND / PARTITIONS;
    arguments.addAll(
        List.of(
            "--seed=" + (partition + 1),
            "--clicks=" + lines,
            "--rate=" + rate,
            "--start=" + START,
            "--out=" + file,
            "--quiet"));
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int exitCode = new CommandLine(new GenerateCommand()).execute(arguments.toArray(String[]::new));
    if (exitCode != CommandLine.ExitCode.OK) {
      throw new BenchmarkFailure("the clicks could not be generated");
    }
    return new LogFile(file.toString(), partition, START.toEpochMilli(), rate, 0, 0, lines);
  }

  /** The same minute of every partition together. */
  private static List<List<LogFile>> rolls(List<LogFile> files) {
    List<List<LogFile>> rolls = new ArrayList<>();
    for (LogFile file : files) {
      List<LogFile> parts = parts(file);
      for (int i = 0; i < parts.size(); i++) {
        if (i == rolls.size()) {
          rolls.add(new ArrayList<>());
        }
        rolls.get(i).add(parts.get(i));
      }
    }
    return rolls;
  }

  private static List<LogFile> parts(LogFile file) {
    try {
      return file.split(LINES_PER_ROLL / PARTITIONS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void archive(List<LogFile> files, Path archive) {
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs(
                    "--runner=FlinkRunner",
                    "--flinkMaster=[local]",
                    "--streaming=false",
                    "--parallelism=2",
                    "--objectReuse=true")
                .create());
    pipeline
        .apply("ReadAsFromQueue", ReadAsFromQueue.of(files))
        .apply("ParseClicks", ParseClicks.create())
        .clicks()
        .apply("ArchiveClicks", ArchiveClicks.under(archive.toString()));
    pipeline.run().waitUntilFinish();
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
