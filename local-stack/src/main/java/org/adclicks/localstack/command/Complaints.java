package org.adclicks.localstack.command;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.adclicks.localstack.PartReport;
import org.adclicks.localstack.PartReport.Condition;
import org.adclicks.localstack.process.LogTail;

/**
 * What is wrong with a running stack, each in a line that says what to do or where to look; nothing
 * if all is well.
 *
 * <p>Time moves on also when no clicks come: an {@code as_of} that stands is always a fault.
 */
final class Complaints {

  /** Some steps of progress, and what a checkpoint or a busy machine may take. */
  static final Duration STANDS = Duration.ofSeconds(90);

  private static final String PIPELINE = "pipeline";

  /** As its logback.xml abbreviates {@code org.adclicks.pipeline}. */
  private static final String OUR_WARNING = " WARN  o.a.p.";

  private final Function<String, Path> logs;

  private Complaints(Function<String, Path> logs) {
    this.logs = logs;
  }

  /** Names logs where these are. */
  static Complaints withLogs(Function<String, Path> logs) {
    return new Complaints(logs);
  }

  /** What this report gives reason to, now. */
  List<String> about(StackReport report, Instant now) {
    List<String> complaints = new ArrayList<>();
    for (PartReport part : report.parts()) {
      if (part.condition() != Condition.UP) {
        complaints.add(
            "%s is down, and started again by the stack; if that does not help, see %s"
                .formatted(part.name(), logs.apply(part.name())));
      }
    }
    report.progress().ifPresent(progress -> complain(progress, now, complaints));
    return complaints;
  }

  private void complain(Progress progress, Instant now, List<String> complaints) {
    progress.problem().ifPresent(complaints::add);
    Duration unseen = Duration.between(progress.lookedAt(), now);
    if (unseen.compareTo(STANDS) > 0) {
      complaints.add(
          "the supervisor has not looked at the answers for %d s: ./adclicks down, then ./adclicks up"
              .formatted(unseen.toSeconds()));
    }
    Duration stood = Duration.between(progress.movedAt(), now);
    if (stood.compareTo(STANDS) <= 0) {
      return;
    }
    if (progress.asOf().isPresent()) {
      complaints.add(
          "answers get no newer: as_of has stood at %s for %d s%s"
              .formatted(progress.asOf().get(), stood.toSeconds(), lastWarning()));
    } else if (progress.uncounted() > 0) {
      complaints.add(
          "%d records wait in Kafka, and none was counted for %d s%s"
              .formatted(progress.uncounted(), stood.toSeconds(), lastWarning()));
    }
  }

  private String lastWarning() {
    Path log = logs.apply(PIPELINE);
    LogTail tail = LogTail.of(log);
    return tail.last(OUR_WARNING)
        .or(() -> tail.last(" WARN "))
        .or(() -> tail.last(" ERROR "))
        .map(line -> "; the pipeline's last warning (" + log + "): " + line)
        .orElse("; see " + log);
  }
}
