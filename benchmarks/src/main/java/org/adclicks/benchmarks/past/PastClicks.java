package org.adclicks.benchmarks.past;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.adclicks.benchmarks.harm.BackgroundStack;
import org.adclicks.benchmarks.harness.BenchmarkFailure;
import org.adclicks.localstack.Endpoints;
import org.adclicks.pipeline.command.ClickSender;
import org.adclicks.pipeline.command.CommandFailure;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Clicks of some past hours, of ads that are clicked unequally; some are late, some come twice. The
 * last minutes may have none, since there is a whole number of lines a second.
 *
 * <p>Errors: {@link BenchmarkFailure}.
 *
 * @param lines duplicates included; at least one a second of the hours
 * @param users different ones, who click them
 * @param seed the same, the same clicks
 */
public record PastClicks(PastHours hours, long lines, int users, long seed) {

  private static final int MOST_HOURS = 24;

  public PastClicks {
    if (lines < hours.seconds()) {
      throw new IllegalArgumentException(lines + " lines are less than one a second");
    }
  }

  /**
   * Refuses what cannot be made of a command's {@code --hours} and {@code --clicks}.
   *
   * @throws CommandLine.ParameterException in one line
   */
  public static void check(CommandSpec command, int hours, long lines) {
    if (hours < 1 || hours > MOST_HOURS) {
      throw new CommandLine.ParameterException(
          command.commandLine(), "--hours: must be 1 to " + MOST_HOURS + ", not " + hours);
    }
    if (lines < TimeUnit.HOURS.toSeconds(hours)) {
      throw new CommandLine.ParameterException(
          command.commandLine(),
          "--clicks: must be at least one a second of "
              + hours
              + " hours, "
              + TimeUnit.HOURS.toSeconds(hours)
              + ", not "
              + lines);
    }
  }

  /** Writes them to a log, in the order they came in. */
  public void writeTo(Path log, BackgroundStack stack) {
    stack.runToEnd(
        List.of(
            "generate",
            "--quiet",
            "--clicks=" + lines,
            "--rate=" + (lines + hours.seconds() - 1) / hours.seconds(),
            "--start=" + hours.from(),
            "--ads=20000",
            "--users=" + users,
            "--duplicates=1%",
            "--late=1%",
            "--seed=" + seed,
            "--out=" + log));
  }

  /** As clicks of the present would, without being clicks: all hours are FINAL some time after. */
  public static void sayThatNoMoreCome(BackgroundStack stack) {
    try (ClickSender sender =
        ClickSender.connect(stack.endpoints().kafkaBootstrap(), Endpoints.CLICKS_TOPIC)) {
      sender.sendHeartbeats(Instant.now().truncatedTo(ChronoUnit.MINUTES).toEpochMilli());
      sender.flush();
    } catch (CommandFailure e) {
      throw new BenchmarkFailure(String.valueOf(e.getMessage()), e);
    }
  }
}
