package org.adclicks.localstack.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.adclicks.localstack.PartReport;
import org.adclicks.localstack.PartReport.Condition;
import org.adclicks.localstack.PartReport.Trouble;

/**
 * What the supervisor of a stack writes down for others to read.
 *
 * @param supervisor its process id
 * @param since when it wrote for the first time
 * @param parts in the order they are started; none while the stack starts
 */
record StackReport(
    long supervisor, Instant since, List<PartReport> parts, Optional<Progress> progress) {

  private static final String SUPERVISOR = "supervisor";
  private static final String SINCE = ".since";
  private static final String AS_OF = "progress.as_of";
  private static final String MOVED = "progress.moved";
  private static final String LOOKED = "progress.looked";
  private static final String UNCOUNTED = "progress.uncounted";
  private static final String PROBLEM = "progress.problem";

  StackReport {
    parts = List.copyOf(parts);
  }

  /** Of this process, that has started nothing yet. */
  static StackReport ofSupervisor() {
    return new StackReport(
        ProcessHandle.current().pid(), Instant.now(), List.of(), Optional.empty());
  }

  StackReport withParts(List<PartReport> others) {
    return new StackReport(supervisor, since, others, progress);
  }

  StackReport withProgress(Progress other) {
    return new StackReport(supervisor, since, parts, Optional.of(other));
  }

  /** The supervisor and its parts' processes that live; a number given to another since is not. */
  List<ProcessHandle> living() {
    List<ProcessHandle> living = new ArrayList<>();
    process(supervisor, since).ifPresent(living::add);
    for (PartReport part : parts) {
      if (part.condition() == Condition.UP) {
        process(part.pid(), part.since()).ifPresent(living::add);
      }
    }
    return living;
  }

  boolean supervisorLives() {
    return process(supervisor, since).isPresent();
  }

  /** A process that has this number and was there at that time already. */
  private static Optional<ProcessHandle> process(long pid, Instant runningAt) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(
            found ->
                found.info().startInstant().map(start -> !start.isAfter(runningAt)).orElse(true));
  }

  /** One line each: process ids by name first, as the launcher reads them. */
  Properties toProperties() {
    Properties values = new Properties();
    values.setProperty(SUPERVISOR, String.valueOf(supervisor));
    values.setProperty(SUPERVISOR + SINCE, since.toString());
    values.setProperty("parts", String.join(",", parts.stream().map(PartReport::name).toList()));
    for (PartReport part : parts) {
      String name = part.name();
      values.setProperty(name, String.valueOf(part.pid()));
      values.setProperty(name + SINCE, part.since().toString());
      values.setProperty(name + ".condition", part.condition().name().toLowerCase(Locale.ROOT));
      values.setProperty(name + ".restarts", String.valueOf(part.restarts()));
      part.trouble()
          .ifPresent(
              trouble -> {
                values.setProperty(name + ".trouble", trouble.reason());
                values.setProperty(name + ".trouble.at", trouble.at().toString());
              });
    }
    progress.ifPresent(
        seen -> {
          seen.asOf().ifPresent(asOf -> values.setProperty(AS_OF, asOf.toString()));
          values.setProperty(MOVED, seen.movedAt().toString());
          values.setProperty(LOOKED, seen.lookedAt().toString());
          values.setProperty(UNCOUNTED, String.valueOf(seen.uncounted()));
          seen.problem().ifPresent(problem -> values.setProperty(PROBLEM, problem));
        });
    return values;
  }

  /** What {@link #toProperties} made; nothing if another build wrote it. */
  static Optional<StackReport> read(Properties values) {
    return values.containsKey(SUPERVISOR + SINCE) ? Optional.of(of(values)) : Optional.empty();
  }

  private static StackReport of(Properties values) {
    List<PartReport> parts = new ArrayList<>();
    for (String name : values.getProperty("parts", "").split(",", -1)) {
      if (!name.isEmpty()) {
        parts.add(part(name, values));
      }
    }
    return new StackReport(
        Long.parseLong(values.getProperty(SUPERVISOR)),
        Instant.parse(values.getProperty(SUPERVISOR + SINCE)),
        parts,
        progress(values));
  }

  private static PartReport part(String name, Properties values) {
    Optional<Trouble> trouble =
        Optional.ofNullable(values.getProperty(name + ".trouble"))
            .map(
                reason ->
                    new Trouble(Instant.parse(values.getProperty(name + ".trouble.at")), reason));
    return new PartReport(
        name,
        Condition.valueOf(values.getProperty(name + ".condition").toUpperCase(Locale.ROOT)),
        Long.parseLong(values.getProperty(name)),
        Instant.parse(values.getProperty(name + SINCE)),
        Integer.parseInt(values.getProperty(name + ".restarts")),
        trouble);
  }

  private static Optional<Progress> progress(Properties values) {
    return Optional.ofNullable(values.getProperty(LOOKED))
        .map(
            looked ->
                new Progress(
                    Optional.ofNullable(values.getProperty(AS_OF)).map(Instant::parse),
                    Instant.parse(values.getProperty(MOVED)),
                    Instant.parse(looked),
                    Long.parseLong(values.getProperty(UNCOUNTED)),
                    Optional.ofNullable(values.getProperty(PROBLEM))));
  }
}
