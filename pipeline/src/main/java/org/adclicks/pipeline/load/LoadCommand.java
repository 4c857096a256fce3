package org.adclicks.pipeline.load;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.adclicks.transforms.AllowedSkew;
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
 * <p>Exit codes: 0 done, 1 failed or some clicks were too late, 2 bad usage.
 */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Sends click log lines (JSON lines or CSV, gzip too) to the pipeline and says what became of"
          + " them.",
      "Lines of several files, and unsorted ones, are sent in order of click time."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  adclicks load clicks.csv.gz --until-closed",
      "  adclicks load server1.jsonl server2.jsonl.gz",
      "",
      "accepted + rejected + duplicate + too late = lines. Exit 1 if any click was too late."
    })
public final class LoadCommand implements Callable<Integer> {

  private static final long BYTES_PER_MEGABYTE = 1024L * 1024;

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Log files to load.")
  private List<Path> files = List.of();

  @Option(
      names = "--until-closed",
      description = "Return only when the newest click's minute is CLOSED: all of it is answered.")
  private boolean untilClosed;

  @Mixin private StackOptions stack;

  @Option(
      names = "--query",
      paramLabel = "HOST:PORT",
      description = "Query service to ask. Default: the running stack's.")
  private @Nullable String query;

  @Option(
      names = "--allowed-skew",
      defaultValue = "5m",
      converter = TimeSpanConverter.class,
      description = "The pipeline's allowed clock skew. Default: ${DEFAULT-VALUE}.")
  private Duration skew = Duration.ofMinutes(5);

  @Option(
      names = "--patience",
      defaultValue = "2m",
      converter = TimeSpanConverter.class,
      description = "Give up when nothing has moved for so long. Default: ${DEFAULT-VALUE}.")
  private Duration patience = Duration.ofMinutes(2);

  @Option(
      names = "--sort-memory",
      paramLabel = "MB",
      defaultValue = "256",
      description =
          "Memory for sorting unsorted files; the rest goes to temporary files. Default:"
              + " ${DEFAULT-VALUE}.")
  private int sortMegabytes = 256;

  @Option(names = "--quiet", description = "No progress on stderr.")
  private boolean quiet;

  @Override
  public Integer call() {
    try {
      return load();
    } catch (CommandFailure e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("load: " + e.getMessage());
      err.flush();
      return e.exitCode();
    }
  }

  private int load() throws CommandFailure {
    LoadProgress progress = new LoadProgress(System.err, quiet, System::currentTimeMillis);
    Optional<String> service = stack.endpoints().queryService(query);
    if (untilClosed && service.isEmpty()) {
      throw CommandFailure.usage(
          "--until-closed needs a query service to ask: name one with --query, or ./adclicks up");
    }
    LogLoader loader =
        new LogLoader(
            files,
            new AllowedSkew(skew.toMillis()),
            System.currentTimeMillis(),
            sortMegabytes * BYTES_PER_MEGABYTE);
    LogSurvey survey = loader.survey();
    progress.say("read " + survey.lines() + " lines, " + survey.accepted() + " clicks among them");
    MinutesService.Answered answered = null;
    if (service.isPresent()) {
      try (GrpcMinutesService minutes = GrpcMinutesService.connect(service.get())) {
        answered = sendAndAwait(loader, survey, minutes, progress);
      }
    } else {
      send(loader, progress);
    }
    return report(
        new LoadOutcome(survey.lines(), survey.accepted(), survey.rejected(), answered), progress);
  }

  private MinutesService.Answered sendAndAwait(
      LogLoader loader, LogSurvey survey, MinutesService minutes, LoadProgress progress)
      throws CommandFailure {
    MinutesService.Answered before = minutes.answered(survey.minutes());
    if (survey.accepted() > 0 && survey.oldestMillis() < before.asOfMillis()) {
      progress.say(
          "the oldest click is of "
              + Instant.ofEpochMilli(survey.oldestMillis())
              + ", the pipeline is at "
              + Instant.ofEpochMilli(before.asOfMillis())
              + ": clicks older than its allowed lateness will be too late");
    }
    send(loader, progress);
    AnswerWatch watch =
        new AnswerWatch(
            minutes,
            patience,
            System::currentTimeMillis,
            millis -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis)));
    progress.startPhase();
    MinutesService.Answered after =
        watch.await(
            survey.minutes(),
            before,
            survey.accepted(),
            survey.endMillis(),
            untilClosed && survey.accepted() > 0,
            progress);
    return after.since(before);
  }

  private void send(LogLoader loader, LoadProgress progress) throws CommandFailure {
    try (ClickSender sender = stack.connect()) {
      loader.send(sender, progress);
    }
  }

  private int report(LoadOutcome outcome, LoadProgress progress) {
    outcome.rejections().ifPresent(progress::say);
    PrintWriter out = spec.commandLine().getOut();
    out.println(outcome.summary());
    out.flush();
    Optional<String> advice = outcome.advice();
    if (advice.isEmpty()) {
      return 0;
    }
    PrintWriter err = spec.commandLine().getErr();
    err.println("load: " + advice.get());
    err.flush();
    return 1;
  }
}
