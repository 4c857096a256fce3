package org.adclicks.pipeline.load;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.adclicks.click.line.AllowedSkew;
import org.adclicks.pipeline.command.ClickSender;
import org.adclicks.pipeline.command.CommandFailure;
import org.adclicks.pipeline.command.Interruption;
import org.adclicks.pipeline.command.LineProgress;
import org.adclicks.pipeline.command.StackOptions;
import org.adclicks.pipeline.command.TimeConverter;
import org.adclicks.pipeline.command.TimeSpanConverter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Loads click log files into Kafka and tells what became of every line.
 *
 * <p>Exit codes: 0 done, 1 failed, or some clicks were too late, or a file has none or changed; 2
 * bad usage.
 */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Sends click log lines (JSON lines or CSV; gzip, zstd, bzip2 and xz are unpacked, whatever"
          + " the file's name) to the pipeline and says what became of them.",
      "Lines of several files, and unsorted ones, are sent in order of click time."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  adclicks load clicks.csv.gz --until-closed",
      "  adclicks load server1.jsonl server2.jsonl.gz      (of the same time: together)",
      "  zcat clicks.csv.gz | adclicks load -",
      "",
      "accepted + rejected + duplicate + too late = lines. Exit 1 if any click was too late, if no"
          + " line of a file is a click, if a file is damaged (then nothing is sent), or if"
          + " something was written to a file while it was loaded."
    })
public final class LoadCommand implements Callable<Integer> {

  private static final long BYTES_PER_MEGABYTE = 1024L * 1024;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Log files to load, pipes too; - is standard input.")
  private List<Path> files = List.of();

  @Option(
      names = "--until-closed",
      description = "Return only when the newest click's minute is CLOSED: all of it is answered.")
  private boolean untilClosed;

  @Mixin private StackOptions stack;

  @Mixin private ServiceOptions query;

  @Option(
      names = "--allowed-skew",
      defaultValue = "5m",
      converter = TimeSpanConverter.class,
      description = "The pipeline's allowed clock skew. Default: ${DEFAULT-VALUE}.")
  private Duration skew = Duration.ofMinutes(5);

  @Option(
      names = "--earliest-click-time",
      paramLabel = "TIME",
      defaultValue = "2000-01-01T00:00:00Z",
      converter = TimeConverter.class,
      description = "The pipeline's earliest time of a click. Default: ${DEFAULT-VALUE}.")
  private Instant earliest = Instant.ofEpochMilli(AllowedSkew.DEFAULT_EARLIEST_MILLIS);

  @Option(
      names = "--patience",
      defaultValue = "2m",
      converter = TimeSpanConverter.class,
      description =
          "Give up when the pipeline has written nothing for so long. Default: ${DEFAULT-VALUE}.")
  private Duration patience = Duration.ofMinutes(2);

  @Option(
      names = "--sort-memory",
      paramLabel = "MB",
      defaultValue = "256",
      description =
          "Memory for sorting unsorted files, for all together; the rest goes to temporary files."
              + " Default: ${DEFAULT-VALUE}.")
  private int sortMegabytes = 256;

  @Option(names = "--quiet", description = "No progress on stderr.")
  private boolean quiet;

  @Override
  public Integer call() {
    try (Interruption interruption = Interruption.watch("load")) {
      interruption.during(
          Duration.ofMillis(500), () -> "reading was not finished, nothing was sent");
      try {
        return load(interruption);
      } catch (CommandFailure e) {
        if (interruption.isRequested()) {
          interruption.tell();
        } else {
          tell(e.getMessage());
        }
        return e.exitCode();
      }
    }
  }

  private int load(Interruption interruption) throws CommandFailure {
    LineProgress progress = new LineProgress(System.err, quiet, System::currentTimeMillis);
    Optional<QueryTarget> service = query.target(stack.endpoints(), System.getenv());
    if (untilClosed && service.isEmpty()) {
      throw CommandFailure.usage(
          "--until-closed needs a query service to ask: name one with --query, or ./adclicks up");
    }
    try (LogInputs inputs = LogInputs.of(files, System.in, interruption)) {
      LogLoader loader =
          new LogLoader(
              inputs,
              interruption,
              new AllowedSkew(skew.toMillis(), earliest.toEpochMilli()),
              System.currentTimeMillis(),
              sortMegabytes * BYTES_PER_MEGABYTE);
      LogSurvey survey = loader.survey();
      progress.say(
          "read " + survey.lines() + " lines, " + survey.accepted() + " clicks among them");
      if (service.isEmpty()) {
        send(loader, progress);
        return report(outcome(survey, null, 0), progress);
      }
      try (GrpcMinutesService minutes = GrpcMinutesService.connect(service.get())) {
        return report(sendAndAwait(loader, survey, minutes, progress, interruption), progress);
      }
    }
  }

  private LoadOutcome sendAndAwait(
      LogLoader loader,
      LogSurvey survey,
      MinutesService minutes,
      LineProgress progress,
      Interruption interruption)
      throws CommandFailure {
    MinutesService.Answered before = minutes.answered(survey.minutes());
    if (survey.accepted() > 0 && survey.oldestMillis() < before.asOfMillis()) {
      progress.say(
          "the oldest click is of "
              + Instant.ofEpochMilli(survey.oldestMillis())
              + ", the pipeline is at "
              + Instant.ofEpochMilli(before.asOfMillis())
              + ": clicks older than its allowed lateness will be too late (files of the same time"
              + " belong into one load)");
    }
    send(loader, progress);
    AtomicLong answered = new AtomicLong();
    interruption.during(
        Duration.ofSeconds(2),
        () ->
            "all "
                + survey.lines()
                + " lines were sent, "
                + answered
                + " of "
                + survey.accepted()
                + " clicks are answered for so far");
    progress.startPhase();
    try (SignsOfLife signs = SignsOfLife.of(stack)) {
      MinutesService.Answered after =
          new AnswerWatch(
                  touched -> {
                    interruption.check();
                    MinutesService.Answered now = minutes.answered(touched);
                    answered.set(now.all() - before.all());
                    return now;
                  },
                  signs::written,
                  patience,
                  System::currentTimeMillis,
                  millis -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis)))
              .await(
                  survey.minutes(),
                  before,
                  survey.accepted(),
                  survey.endMillis(),
                  untilClosed && survey.accepted() > 0,
                  progress);
      return outcome(survey, after.since(before), before.clicks());
    }
  }

  private static LoadOutcome outcome(
      LogSurvey survey, MinutesService.@Nullable Answered answered, long clicksBefore) {
    return new LoadOutcome(
        survey.lines(),
        survey.accepted(),
        survey.rejected(),
        survey.clickless(),
        answered,
        clicksBefore);
  }

  private void send(LogLoader loader, LineProgress progress) throws CommandFailure {
    try (ClickSender sender = stack.connect()) {
      loader.send(new KafkaLineReceiver(sender), progress);
    }
  }

  private int report(LoadOutcome outcome, LineProgress progress) {
    outcome.rejections().ifPresent(progress::say);
    PrintWriter out = spec.commandLine().getOut();
    out.println(outcome.summary());
    out.flush();
    outcome.advice().forEach(this::tell);
    return outcome.advice().isEmpty() ? 0 : 1;
  }

  private void tell(@Nullable String message) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("load: " + message);
    err.flush();
  }
}
