package org.adclicks.pipeline.restate;

import com.google.common.base.Throwables;
import com.google.common.collect.Sets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.adclicks.pipeline.archive.DamagedFileException;
import org.adclicks.pipeline.options.StreamConfig;
import org.adclicks.pipeline.sink.PlaceRows;
import org.adclicks.pipeline.sink.RowPlaces;
import org.adclicks.pipeline.sink.UpsertRows;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.RestatedHours;
import org.adclicks.transforms.rank.RankingWindow;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts hours anew from the archive and makes readers see the result, some hours at a time: what a
 * part has written nobody sees before all of it is there.
 *
 * <p>Killed at any moment it leaves hours as they were or as they should be; called again it does
 * all of them, or those that are left.
 *
 * <p>Errors: {@link RestatementRefused}. Source: docs/decisions/0047.
 */
public final class Recompute {

  private static final Logger LOG = LoggerFactory.getLogger(Recompute.class);

  private final StreamConfig config;
  private final Supplier<Pipeline> pipelines;
  private final boolean hasStreamEnded;
  private final Consumer<String> progress;

  /**
   * Of what these settings say.
   *
   * @param pipelines makes empty ones, with their engine's options
   * @param hasStreamEnded whether minutes are taken that are not FINAL, since the stream that
   *     counted them is gone for good
   * @param progress is told in lines how far it is
   */
  public Recompute(
      StreamConfig config,
      Supplier<Pipeline> pipelines,
      boolean hasStreamEnded,
      Consumer<String> progress) {
    this.config = config;
    this.pipelines = pipelines;
    this.hasStreamEnded = hasStreamEnded;
    this.progress = progress;
  }

  /**
   * What came of it.
   *
   * @param hours restated now
   * @param changed of their minutes those with other clicks than before
   * @param more clicks than before, of minutes that have more
   * @param less clicks than before, of minutes that have fewer
   */
  public record Outcome(int hours, int changed, long more, long less) {

    static final Outcome NONE = new Outcome(0, 0, 0, 0);

    /** What of the minutes is other than before. */
    public String inWords() {
      return changed == 0
          ? "no minute has other clicks"
          : "minutes with other clicks: "
              + changed
              + ", with "
              + more
              + " more and "
              + less
              + " less";
    }

    Outcome plus(Outcome other) {
      return new Outcome(
          hours + other.hours, changed + other.changed, more + other.more, less + other.less);
    }
  }

  /**
   * How it is to be done.
   *
   * @param arrivedBefore files of hours of arrival from then on are left out
   * @param isOfAllArrived whether nobody asked for fewer than there are
   * @param hoursAtOnce of one run of the pipeline, whose memory holds them
   * @param allowLess whether the archive is believed though it has fewer clicks of a minute than
   *     came
   * @param resume whether hours are left out that a recompute has restated which did not finish,
   *     and which counted alike
   */
  public record Manner(
      Instant arrivedBefore,
      boolean isOfAllArrived,
      int hoursAtOnce,
      boolean allowLess,
      boolean resume) {

    /** All that the result depends on besides the hours, as options. */
    String inWords(StreamConfig config) {
      List<String> options = new ArrayList<>();
      options.add("--archiveDir=" + Objects.requireNonNull(config.archive()).directory());
      options.add("lists of " + config.ranking().listLengths());
      options.add("windows " + RankingWindow.text(config.ranking().slidingWindows()));
      options.add("--clickBuckets=" + config.shards().clicks().count());
      if (!isOfAllArrived) {
        options.add("--arrived-before=" + arrivedBefore);
      }
      if (allowLess) {
        options.add("--allow-less");
      }
      return String.join(", ", options);
    }
  }

  /** Restates all of these hours. */
  public Outcome run(HourRange hours, Manner manner) throws RestatementRefused {
    try (Restatements restatements = Restatements.of(Objects.requireNonNull(config.store()))) {
      new Preconditions(config, restatements, hasStreamEnded, progress)
          .require(hours, manner.arrivedBefore());
      RestatedHours current = restatements.current();
      List<Long> left = left(hours, current, restatements.unfinished(), manner);
      Set<Integer> resumed = new TreeSet<>();
      hours.hours().stream()
          .filter(hour -> !left.contains(hour))
          .map(current::epochOf)
          .forEach(resumed::add);
      int epoch = restatements.begin(hours, manner.inWords(config));
      Outcome all = Outcome.NONE;
      for (HourRange range : HourRange.ofHours(left)) {
        for (HourRange part : range.cut(manner.hoursAtOnce())) {
          progress.accept(part + " is recomputed");
          Outcome outcome = restate(restatements, part, epoch, manner);
          all = all.plus(outcome);
          progress.accept(
              part
                  + " restated: "
                  + outcome.inWords()
                  + "; "
                  + all.hours()
                  + " of "
                  + left.size()
                  + " hours done");
        }
      }
      restatements.done(Sets.union(resumed, Set.of(epoch)));
      return all;
    }
  }

  private List<Long> left(
      HourRange hours, RestatedHours current, Map<Integer, String> unfinished, Manner manner) {
    String alike = manner.inWords(config);
    List<Long> left = new ArrayList<>(hours.hours());
    left.removeIf(hour -> alike.equals(unfinished.get(current.epochOf(hour))));
    hours.hours().stream()
        .map(hour -> unfinished.get(current.epochOf(hour)))
        .filter(other -> other != null && !other.equals(alike))
        .distinct()
        .forEach(
            other ->
                progress.accept(
                    "one that did not finish has counted otherwise ("
                        + other
                        + "): its hours are restated again"));
    if (left.size() == hours.hours().size()) {
      return left;
    }
    String done = (hours.hours().size() - left.size()) + " of " + hours.hours().size() + " hours";
    if (manner.resume()) {
      progress.accept("going on: " + done + " were restated before");
      return left;
    }
    progress.accept(
        done
            + " were restated by one that did not finish, and are again; --resume leaves them out");
    return hours.hours();
  }

  private Outcome restate(Restatements restatements, HourRange hours, int epoch, Manner manner)
      throws RestatementRefused {
    ClickBuckets buckets = config.shards().clicks();
    Map<Long, RestatedHours.Restated> byHour = new HashMap<>();
    hours.hours().forEach(hour -> byHour.put(hour, new RestatedHours.Restated(epoch, buckets)));
    RestatedHours restated = RestatedHours.of(byHour);
    // What comes too late from here on may be in the archive when it is read, or not.
    Map<Long, Restatements.Counted> stream = restatements.minutes(hours, RestatedHours.NONE);
    restatements.noteWritten(hours);
    boolean withClicks =
        CountedStretch.haveClicks(hours.fromMillis(), hours.toMillis(), restatements.stretches());
    Pipeline pipeline = pipelines.get();
    pipeline
        .apply(
            "HourRows", HourRows.of(config, hours, manner.arrivedBefore()).withClicks(withClicks))
        .apply(
            "PlaceRows",
            PlaceRows.in(new RowPlaces(hours.fromMillis(), hours.toMillis(), restated, false)))
        .apply("UpsertRows", UpsertRows.into(Objects.requireNonNull(config.store())));
    finish(pipeline);
    Map<Long, Restatements.Counted> after = restatements.minutes(hours, restated);
    restatements.noteTooLate(stream, after, epoch);
    // Another recompute may have shown some of them meanwhile.
    Map<Long, Restatements.Counted> before = restatements.minutes(hours, restatements.current());
    long missing = missing(manner.isOfAllArrived(), stream, before, after);
    if (missing > 0 && !manner.allowLess()) {
      if (missing(false, stream, before, after) == 0) {
        throw new RestatementRefused(
            "of "
                + hours
                + " the archive lacks "
                + missing
                + " clicks that came too late, or as many others, so nothing of them was changed:"
                + " its last files may not be there yet, so try again in some minutes;"
                + " --arrived-before leaves out what arrived later, --allow-less believes it");
      }
      throw new RestatementRefused(
          "of "
              + hours
              + " the archive lacks "
              + missing
              + " clicks that have come, so nothing of them was changed: its last files may not be"
              + " there yet, or some are gone; --allow-less believes it nevertheless");
    }
    restatements.show(hours, epoch, withClicks ? buckets : null);
    RestatedHours shown = restatements.current();
    if (hours.hours().stream().anyMatch(hour -> shown.epochOf(hour) != epoch)) {
      throw new RestatementRefused(
          "another recompute, which began later, has restated some of " + hours + " already");
    }
    return difference(before, after, hours);
  }

  /**
   * Clicks that have come, counted or not, and are not in the archive. Those that came too late are
   * clicks, too: without them they would stand for as many that were counted and are gone.
   *
   * @param tooLate whether what came too late is asked of the archive
   */
  static long missing(
      boolean tooLate,
      Map<Long, Restatements.Counted> stream,
      Map<Long, Restatements.Counted> before,
      Map<Long, Restatements.Counted> after) {
    Set<Long> minutes = new TreeSet<>(stream.keySet());
    minutes.addAll(before.keySet());
    long missing = 0;
    for (long minute : minutes) {
      Restatements.Counted streamed = of(stream, minute);
      long came =
          Math.max(
              streamed.lines() + (tooLate ? streamed.tooLate() : 0), of(before, minute).lines());
      // Lines that were read again after a failure are there twice, and stand for no others.
      long fewer =
          Math.max(
              came - of(after, minute).lines(),
              of(before, minute).clicks() - of(after, minute).clicks());
      missing += Math.max(0, fewer);
    }
    return missing;
  }

  private static Restatements.Counted of(Map<Long, Restatements.Counted> minutes, long minute) {
    return minutes.getOrDefault(minute, Restatements.Counted.NOTHING);
  }

  static void finish(Pipeline pipeline) throws RestatementRefused {
    PipelineResult.State state;
    try {
      state = pipeline.run().waitUntilFinish();
    } catch (RuntimeException e) {
      LOG.warn("The pipeline has failed", e);
      Throwable root = Throwables.getRootCause(e);
      throw new RestatementRefused(
          root instanceof DamagedFileException damaged
              ? String.valueOf(damaged.getMessage())
              : "the pipeline has failed: " + root);
    }
    if (state != PipelineResult.State.DONE) {
      throw new RestatementRefused("the pipeline has ended " + state + "; its log says why");
    }
  }

  private static Outcome difference(
      Map<Long, Restatements.Counted> before,
      Map<Long, Restatements.Counted> after,
      HourRange hours) {
    Set<Long> minutes = new TreeSet<>(before.keySet());
    minutes.addAll(after.keySet());
    Outcome all = new Outcome(hours.hours().size(), 0, 0, 0);
    for (long minute : minutes) {
      long more = of(after, minute).clicks() - of(before, minute).clicks();
      if (more != 0) {
        all = all.plus(new Outcome(0, 1, Math.max(0, more), Math.max(0, -more)));
      }
    }
    return all;
  }
}
