package org.adclicks.pipeline;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.adclicks.pipeline.command.CommandFailure;
import org.adclicks.pipeline.restate.Recompute;
import org.adclicks.pipeline.restate.Reconcile;
import org.adclicks.pipeline.restate.RestatementRefused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Counts hours anew from the archive.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 bad usage.
 */
@Command(
    name = "recompute",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Counts whole hours anew from the archive of raw clicks, those that came too late among"
          + " them, and puts the result in the place of what the stream has counted.",
      "Answers are the old ones until an hour is whole, then the new ones, and say restated."
          + " A recompute that was killed is called again, with --resume if it was far."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  adclicks recompute --from 2026-11-26T05:00:00Z --to 2026-11-26T09:00:00Z --dry-run",
      "  adclicks recompute --from 2026-11-26T05:00:00Z --to 2026-11-26T09:00:00Z"
    })
final class RecomputeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ArchiveJob job = new ArchiveJob();

  @Option(
      names = "--dry-run",
      description = "Change nothing: print what differs, ad by ad and minute by minute.")
  private boolean dryRun;

  @Option(
      names = "--allow-less",
      description = "Believe the archive though minutes have fewer clicks in it than before.")
  private boolean allowLess;

  @Option(
      names = "--resume",
      description =
          "Leave out the hours that a recompute of late has restated which did not finish, if it"
              + " counted with the same options.")
  private boolean resume;

  @Override
  public Integer call() throws IOException {
    CommandTalk talk = new CommandTalk(spec);
    return talk.during(
        () -> {
          try (ArchiveJob.Ready ready = job.prepare()) {
            return dryRun ? compare(ready, talk) : recompute(ready, talk);
          }
        });
  }

  private int compare(ArchiveJob.Ready ready, CommandTalk talk)
      throws CommandFailure, RestatementRefused, IOException {
    Reconcile.Found found = job.compare(ready, allowLess, talk::progress);
    found.drift().forEach(each -> talk.say(each.toString()));
    found.notCompared().forEach(each -> talk.say("not compared: " + each));
    talk.say(found.drift().isEmpty() ? "nothing would change" : "all of this would change");
    return ExitCodes.DONE;
  }

  private int recompute(ArchiveJob.Ready ready, CommandTalk talk)
      throws CommandFailure, RestatementRefused {
    Recompute.Outcome outcome =
        job.recompute(ready, job.hours(), allowLess, resume, talk::progress);
    talk.say("hours restated: " + outcome.hours() + "; " + outcome.inWords());
    return ExitCodes.DONE;
  }
}
