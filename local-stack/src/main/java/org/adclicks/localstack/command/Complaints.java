package org.adclicks.localstack.command;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /** How the parts' names begin that count. */
  private static final List<String> ENGINE = List.of("pipeline", "jobmanager", "taskmanager");

  /** As its logback.xml abbreviates {@code org.adclicks.pipeline}. */
  private static final String OUR_WARNING = " WARN  o.a.p.";

  private static final String STORE = "store";

  private final Function<String, Path> logs;
  private final boolean isStoreBehind;

  private Complaints(Function<String, Path> logs, boolean isStoreBehind) {
    this.logs = logs;
    this.isStoreBehind = isStoreBehind;
  }

  /** Names logs where these are. */
  static Complaints withLogs(Function<String, Path> logs) {
    return new Complaints(logs, false);
  }

  /**
   * Whether what was counted waits in the queue: then the job that is to bring it to the store is
   * the one to look at, else the one that counts. Default: not.
   */
  Complaints withStoreBehind(boolean behind) {
    return new Complaints(logs, behind);
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
    List<Path> engine =
        report.parts().stream().map(PartReport::name).filter(this::isConcerned).map(logs).toList();
    report.progress().ifPresent(progress -> complain(progress, now, engine, complaints));
    return complaints;
  }

  /** Whether answers that get no newer may be this part's doing. */
  private boolean isConcerned(String part) {
    return isStoreBehind ? part.equals(STORE) : ENGINE.stream().anyMatch(part::startsWith);
  }

  private static void complain(
      Progress progress, Instant now, List<Path> engine, List<String> complaints) {
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
              .formatted(progress.asOf().get(), stood.toSeconds(), lastWarning(engine)));
    } else if (progress.uncounted() > 0) {
      complaints.add(
          "%d records wait in Kafka, and none was counted for %d s%s"
              .formatted(progress.uncounted(), stood.toSeconds(), lastWarning(engine)));
    }
  }

  private static String lastWarning(List<Path> engine) {
    for (String kind : List.of(OUR_WARNING, " WARN ", " ERROR ")) {
      for (Path log : engine) {
        Optional<String> warning = LogTail.of(log).last(kind);
        if (warning.isPresent()) {
          return "; the job's last warning (" + log + "): " + warning.get();
        }
      }
    }
    return "; see " + engine;
  }
}
