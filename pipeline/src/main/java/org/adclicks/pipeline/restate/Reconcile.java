package org.adclicks.pipeline.restate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.adclicks.pipeline.options.Sink;
import org.adclicks.pipeline.options.StoreSettings;
import org.adclicks.pipeline.options.StreamConfig;
import org.adclicks.pipeline.sink.PlaceRows;
import org.adclicks.pipeline.sink.RowPlaces;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.proto.store.Periods;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.TextIO;

/**
 * Holds every row of some hours that readers may be answered from against what the archive says it
 * should be.
 *
 * <p>Errors: {@link RestatementRefused}. Source: docs/decisions/0047.
 */
public final class Reconcile {

  private static final String FILES = "drift-*";

  private final StreamConfig config;
  private final Supplier<Pipeline> pipelines;
  private final boolean hasStreamEnded;
  private final Consumer<String> progress;

  /** As for {@link Recompute}. */
  public Reconcile(
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
   * What was found.
   *
   * @param drift every difference, in order of time
   * @param notCompared what was not looked at though readers are answered from it, in lines
   */
  public record Found(List<Drift> drift, List<String> notCompared) {

    /** Whether everything is as it should be, and nothing was left out. */
    public boolean isNothing() {
      return drift.isEmpty() && notCompared.isEmpty();
    }
  }

  /**
   * Compares these hours.
   *
   * @param allowLess whether the archive is believed of minutes of which it has less than came
   * @param folder one that all workers can write to
   * @throws IOException if it cannot be read
   */
  public Found run(
      HourRange hours, Instant arrivedBefore, int hoursAtOnce, boolean allowLess, Path folder)
      throws RestatementRefused, IOException {
    StoreSettings store = Objects.requireNonNull(config.store());
    List<Drift> drift = new ArrayList<>();
    List<String> notCompared = new ArrayList<>();
    try (Restatements restatements = Restatements.of(store)) {
      new Preconditions(config, restatements, hasStreamEnded, progress)
          .require(hours, arrivedBefore);
      for (HourRange part : hours.cut(hoursAtOnce)) {
        progress.accept(part + " is compared");
        AskedPartitions asked = AskedPartitions.of(config, part, restatements);
        asked.notKept().forEach(progress);
        notCompared.addAll(asked.notYet());
        List<Drift> found =
            withoutLacking(
                compare(part, arrivedBefore, asked, folder.resolve("from-" + part.fromMillis())),
                allowLess,
                notCompared);
        drift.addAll(found);
        progress.accept(
            part + " compared: " + (found.isEmpty() ? "no drift" : found.size() + " differences"));
      }
      if (config.writes(Sink.ROLLUPS)) {
        drift.addAll(new CompareDays(store, restatements).of(hours, restatements.written(hours)));
      }
    }
    return new Found(drift, notCompared);
  }

  /**
   * Of an hour of which the archive is not all there nothing can be said, unless it is believed.
   */
  private static List<Drift> withoutLacking(
      List<Drift> found, boolean allowLess, List<String> notCompared) {
    Map<Long, Integer> minutesOf = new TreeMap<>();
    for (Drift each : found) {
      if (each.isLacking()) {
        minutesOf.merge(Periods.hourOf(each.millis()), 1, Integer::sum);
      }
    }
    if (allowLess) {
      return found.stream().filter(each -> !each.isLacking()).toList();
    }
    minutesOf.forEach(
        (hour, minutes) ->
            notCompared.add(
                Instant.ofEpochMilli(hour)
                    + ": the archive lacks clicks of "
                    + minutes
                    + " minutes: its last files may not be there yet, or some are gone"));
    return found.stream()
        // Windows reach into the hour behind the one they begin in.
        .filter(
            each ->
                !minutesOf.containsKey(Periods.hourOf(each.millis()))
                    && !(each.table() == StoreTable.TOP_ADS
                        && minutesOf.containsKey(
                            Periods.hourOf(each.millis()) + Periods.HOUR_MILLIS)))
        .toList();
  }

  private List<Drift> compare(
      HourRange hours, Instant arrivedBefore, AskedPartitions asked, Path folder)
      throws RestatementRefused, IOException {
    RowPlaces places = new RowPlaces(hours.fromMillis(), hours.toMillis(), asked.restated(), true);
    Pipeline pipeline = pipelines.get();
    pipeline
        .apply("HourRows", HourRows.of(config, hours, arrivedBefore))
        .apply("PlaceRows", PlaceRows.in(places))
        .apply(
            "CompareRows",
            CompareRows.with(
                Objects.requireNonNull(config.store()),
                places,
                config.shards().clicks(),
                asked.partitions()))
        .apply("WriteDrift", TextIO.write().to(folder.resolve("drift").toString()));
    Recompute.finish(pipeline);
    return read(folder);
  }

  /** A job that finds nothing writes an empty file. */
  private static List<Drift> read(Path folder) throws RestatementRefused, IOException {
    List<Drift> found = new ArrayList<>();
    int files = 0;
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> written = Files.newDirectoryStream(folder, FILES)) {
        for (Path file : written) {
          files++;
          for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            found.add(Drift.parse(line));
          }
        }
      }
    }
    if (files == 0) {
      throw new RestatementRefused(
          "the workers' files are not under "
              + folder
              + ": give a --work-dir that they and this machine both see");
    }
    found.sort(
        Comparator.comparingLong(Drift::millis)
            .thenComparing(Drift::table)
            .thenComparing(Drift::what));
    return found;
  }
}
