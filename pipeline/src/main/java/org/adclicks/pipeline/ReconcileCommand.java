package org.adclicks.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.adclicks.pipeline.command.CommandFailure;
import org.adclicks.pipeline.restate.Drift;
import org.adclicks.pipeline.restate.DriftMetrics;
import org.adclicks.pipeline.restate.HourRange;
import org.adclicks.pipeline.restate.Reconcile;
import org.adclicks.pipeline.restate.RestatementRefused;
import org.adclicks.proto.store.Periods;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Holds the store against the archive.
 *
 * <p>Exit codes: 0 no drift, or all of it repaired; 1 drift, or failed; 2 bad usage.
 */
@Command(
    name = "reconcile",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compares every row of some hours with what the archive of raw clicks says it should be,"
          + " and says of which minutes any differs: clicks that came too late, too.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  adclicks reconcile --from 2026-11-26T05:00:00Z --to 2026-11-26T09:00:00Z",
      "  adclicks reconcile --from 2026-11-26T05:00:00Z --to 2026-11-26T09:00:00Z --repair"
    })
final class ReconcileCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ArchiveJob job = new ArchiveJob();

  @Option(
      names = "--examples",
      paramLabel = "N",
      defaultValue = "3",
      description = "So many of each minute's rows that differ. Default: ${DEFAULT-VALUE}.")
  private int examples;

  @Option(names = "--repair", description = "Recompute the hours that have drift, and look again.")
  private boolean repair;

  @Option(
      names = "--allow-less",
      description = "Repair though minutes have fewer clicks in the archive than were counted.")
  private boolean allowLess;

  @Option(
      names = "--metrics-file",
      paramLabel = "FILE",
      description = "Write what was found at last there, for a node exporter's textfile collector.")
  private @Nullable Path metricsFile;

  @Override
  public Integer call() throws IOException {
    CommandTalk talk = new CommandTalk(spec);
    return talk.during(
        () -> {
          try (ArchiveJob.Ready ready = job.prepare()) {
            Reconcile.Found found = compare(ready, talk);
            tell(found, talk);
            if (!repair || found.drift().isEmpty()) {
              return found.isNothing() ? ExitCodes.DONE : ExitCodes.FAILED;
            }
            boolean isRepaired = repair(found.drift(), ready, talk);
            Reconcile.Found left = compare(ready, talk);
            tell(left, talk);
            return isRepaired && left.isNothing() ? ExitCodes.DONE : ExitCodes.FAILED;
          }
        });
  }

  private Reconcile.Found compare(ArchiveJob.Ready ready, CommandTalk talk)
      throws CommandFailure, RestatementRefused, IOException {
    Reconcile.Found found = job.compare(ready, repair && allowLess, talk::progress);
    if (metricsFile != null) {
      DriftMetrics.write(metricsFile, job.hours(), found);
    }
    return found;
  }

  /** What cannot be repaired keeps nothing else from it. */
  private boolean repair(List<Drift> drift, ArchiveJob.Ready ready, CommandTalk talk)
      throws CommandFailure {
    boolean isRepaired = true;
    for (HourRange hours : hoursOf(drift, job.hours())) {
      try {
        job.recompute(ready, hours, allowLess, false, talk::progress);
      } catch (RestatementRefused e) {
        talk.complain(e.getMessage());
        isRepaired = false;
      }
    }
    return isRepaired;
  }

  /** A window may begin before the hours that were asked for; its end is in them. */
  private static List<HourRange> hoursOf(List<Drift> drift, HourRange asked) {
    return HourRange.ofHours(
        drift.stream()
            .map(each -> Math.max(asked.fromMillis(), Periods.hourOf(each.millis())))
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private void tell(Reconcile.Found found, CommandTalk talk) {
    Map<Long, List<Drift>> byMinute =
        found.drift().stream()
            .collect(
                Collectors.groupingBy(
                    each -> Periods.minuteOf(each.millis()), TreeMap::new, Collectors.toList()));
    byMinute.forEach(
        (minute, ofIt) -> {
          ofIt.stream().limit(examples).forEach(each -> talk.say(each.toString()));
          if (ofIt.size() > examples) {
            talk.say("  and " + (ofIt.size() - examples) + " more of that minute");
          }
        });
    found.notCompared().forEach(each -> talk.say("not compared: " + each));
    talk.say(
        found.drift().isEmpty()
            ? "no drift" + (found.isNothing() ? "" : " in what was compared")
            : "drift: " + found.drift().size() + " rows of " + byMinute.size() + " minutes");
  }
}
