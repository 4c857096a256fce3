package org.adclicks.localstack.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.adclicks.localstack.PartReport;
import org.adclicks.localstack.PartReport.Condition;
import org.adclicks.localstack.PartReport.Trouble;
import org.adclicks.localstack.process.KnownProcess;

/**
 * What the supervisor of a stack writes down for others to read.
 *
 * @param processes what it has started, ready or not, the newest of each name
 * @param parts in the order they are started; none while the stack starts
 */
record StackReport(
    KnownProcess supervisor,
    Map<String, KnownProcess> processes,
    List<PartReport> parts,
    Optional<Progress> progress) {

  private static final String SUPERVISOR = "supervisor";
  private static final String SINCE = ".since";
  private static final String BEGAN = ".began";
  private static final String PARTS = "parts";
  private static final String PROCESSES = "processes";
  private static final String PROCESS = "process.";
  private static final String AS_OF = "progress.as_of";
  private static final String MOVED = "progress.moved";
  private static final String LOOKED = "progress.looked";
  private static final String UNCOUNTED = "progress.uncounted";
  private static final String PROBLEM = "progress.problem";

  StackReport {
    processes = Collections.unmodifiableMap(new LinkedHashMap<>(processes));
    parts = List.copyOf(parts);
  }

  /** Of this process, that has started nothing yet. */
  static StackReport ofSupervisor() {
    return new StackReport(
        KnownProcess.of(ProcessHandle.current().pid()), Map.of(), List.of(), Optional.empty());
  }

  StackReport withProcess(String name, KnownProcess started) {
    Map<String, KnownProcess> others = new LinkedHashMap<>(processes);
    others.put(name, started);
    return new StackReport(supervisor, others, parts, progress);
  }

  StackReport withParts(List<PartReport> others) {
    return new StackReport(supervisor, processes, others, progress);
  }

  StackReport withProgress(Progress other) {
    return new StackReport(supervisor, processes, parts, Optional.of(other));
  }

  /** The supervisor and what it has started, as far as they live. */
  List<ProcessHandle> living() {
    return Stream.concat(Stream.of(supervisor), processes.values().stream())
        .flatMap(known -> known.living().stream())
        .toList();
  }

  /** One line each: process ids by name first, as the launcher reads them. */
  Properties toProperties() {
    Properties values = new Properties();
    write(SUPERVISOR, supervisor, values);
    values.setProperty(PROCESSES, String.join(",", processes.keySet()));
    processes.forEach((name, process) -> write(PROCESS + name, process, values));
    values.setProperty(PARTS, String.join(",", parts.stream().map(PartReport::name).toList()));
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

  private static void write(String name, KnownProcess process, Properties values) {
    values.setProperty(name, String.valueOf(process.pid()));
    values.setProperty(name + BEGAN, process.began());
  }

  /** What {@link #toProperties} made; nothing if another build wrote it. */
  static Optional<StackReport> read(Properties values) {
    return values.containsKey(SUPERVISOR + BEGAN) ? Optional.of(of(values)) : Optional.empty();
  }

  private static StackReport of(Properties values) {
    Map<String, KnownProcess> processes = new LinkedHashMap<>();
    for (String name : names(PROCESSES, values)) {
      processes.put(name, process(PROCESS + name, values));
    }
    List<PartReport> parts = new ArrayList<>();
    for (String name : names(PARTS, values)) {
      parts.add(part(name, values));
    }
    return new StackReport(process(SUPERVISOR, values), processes, parts, progress(values));
  }

  private static List<String> names(String key, Properties values) {
    return Stream.of(values.getProperty(key, "").split(",", -1))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static KnownProcess process(String name, Properties values) {
    return new KnownProcess(
        Long.parseLong(values.getProperty(name)), values.getProperty(name + BEGAN));
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
