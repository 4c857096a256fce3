package org.adclicks.pipeline.generate;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.adclicks.pipeline.command.CommandFailure;
import org.adclicks.pipeline.command.Interruption;
import org.adclicks.pipeline.command.LineProgress;
import org.adclicks.pipeline.command.StackOptions;
import org.adclicks.pipeline.command.TimeConverter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Makes click logs up: to a file, to standard output, or straight into Kafka.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 bad usage.
 */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes click log lines up, seeded: the same seed, options and --start give the same bytes.",
      "Without --out or --kafka they go to standard output."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  adclicks generate --clicks 100000 --start 2021-03-01T10:00:00Z --duplicates 1%% --late 1%%"
          + " --out clicks.csv.gz --format csv",
      "  adclicks generate --rate 2000 --kafka               (in real time, until Ctrl-C)",
      "  adclicks generate --clicks 1000000 --hot-ad 50%% --kafka"
    })
public final class GenerateCommand implements Callable<Integer> {

  private static final long DEFAULT_RATE = 10_000;
  private static final int GROUPS_PER_SECOND = 100;
  private static final Duration FINISHING_GRACE = Duration.ofSeconds(15);

  @Spec private CommandSpec spec;

  @Option(
      names = "--clicks",
      paramLabel = "N",
      description =
          "How many lines, duplicates and bad ones included; 0 with --kafka: until Ctrl-C.")
  private long clicks;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description =
          "Lines per second: of real time with --kafka (default: as fast as it goes), else of the"
              + " lines' own time (default: 10000).")
  private @Nullable Long rate;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "Time of the first click, RFC 3339. Default: now with --kafka, else such that the last"
              + " click is of now.")
  private @Nullable Instant start;

  @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--format",
      defaultValue = "json",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private LineFormat format = LineFormat.json;

  @Option(names = "--out", paramLabel = "FILE", description = "Write to a file, gzip if *.gz.")
  private @Nullable Path out;

  @Option(names = "--kafka", description = "Send to the clicks topic.")
  private boolean kafka;

  @Mixin private MixOptions mix;
  @Mixin private StackOptions stack;

  @Option(names = "--quiet", description = "No progress on stderr.")
  private boolean quiet;

  @Override
  public Integer call() {
    try {
      generate();
      return 0;
    } catch (CommandFailure e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("generate: " + e.getMessage());
      err.flush();
      return e.exitCode();
    }
  }

  private void generate() throws CommandFailure {
    requireMeaning();
    ClickGenerator generator = new ClickGenerator(seed, mix.toMix(), format);
    try (Interruption interruption = Interruption.watch("generate");
        LineSink sink = sink()) {
      interruption.during(
          FINISHING_GRACE, () -> "before all was written: " + generator.made().summary());
      // Connecting is no part of it.
      long begun = System.nanoTime();
      makeLines(generator, sink, interruption);
      sink.finish();
      PrintWriter report =
          out == null && !kafka ? spec.commandLine().getErr() : spec.commandLine().getOut();
      report.println(
          (interruption.isRequested() ? "generate: stopped: " : "")
              + generator.made().summary()
              + String.format(Locale.ROOT, ", in %.2f s", (System.nanoTime() - begun) / 1e9));
      report.flush();
    }
  }

  private void makeLines(ClickGenerator generator, LineSink sink, Interruption interruption)
      throws CommandFailure {
    LineProgress progress = new LineProgress(System.err, quiet, System::currentTimeMillis);
    Timeline timeline = timeline();
    for (long i = 0; (clicks == 0 || i < clicks) && !interruption.isRequested(); i++) {
      sink.write(generator.next(timeline.next(i)));
      if (kafka || out != null) {
        progress.made(i + 1, clicks);
      }
    }
  }

  private void requireMeaning() throws CommandFailure {
    if (kafka && out != null) {
      throw CommandFailure.usage("--out and --kafka exclude each other");
    }
    if (clicks < 0 || (clicks == 0 && !kafka)) {
      throw CommandFailure.usage("--clicks must be at least 1 (0 only with --kafka)");
    }
    if (rate != null && rate < 1) {
      throw CommandFailure.usage("--rate must be at least 1 line per second");
    }
  }

  private LineSink sink() throws CommandFailure {
    if (kafka) {
      // At a low rate lines go to the partitions in smaller groups: each gets some all the time.
      int group = rate == null ? Integer.MAX_VALUE : (int) Math.max(1, rate / GROUPS_PER_SECOND);
      return new KafkaLineSink(stack.connect().openingNewTopic().withLinesPerGroup(group));
    }
    return out != null ? FileLineSink.to(out) : FileLineSink.toStandardOutput();
  }

  private Timeline timeline() throws CommandFailure {
    long linesPerSecond = rate != null ? rate : DEFAULT_RATE;
    return new Timeline(
        startMillis(linesPerSecond),
        linesPerSecond,
        kafka && rate != null,
        System::currentTimeMillis,
        millis -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis)));
  }

  private @Nullable Long startMillis(long linesPerSecond) {
    if (start != null) {
      return start.toEpochMilli();
    }
    return kafka ? null : System.currentTimeMillis() - clicks * 1000 / linesPerSecond;
  }
}
