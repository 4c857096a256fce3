package org.adclicks.pipeline.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.adclicks.proto.store.StoreSchema;
import org.adclicks.transforms.index.IndexShards;
import org.adclicks.transforms.rank.RankingWindow;
import org.jspecify.annotations.Nullable;

/**
 * The stream's settings, checked: nothing below parses text again.
 *
 * @param kafka null if neither clicks come from there nor anything is sent there
 * @param inputFiles log files to read in place of the topic; empty for the topic
 * @param rejectedDirectory where rejected lines go without Kafka
 * @param archive null if the archive is not written
 * @param store null if nothing is written to Cassandra
 * @param queue between stream and store; null for a job that has none
 */
public record StreamConfig(
    @Nullable KafkaSettings kafka,
    List<String> inputFiles,
    @Nullable String rejectedDirectory,
    @Nullable ArchiveSettings archive,
    @Nullable StoreSettings store,
    @Nullable QueueSettings queue,
    TimeSettings times,
    RankingSettings ranking,
    ShardSettings shards,
    Set<Sink> sinks) {

  private static final Map<Sink, String> KEPT =
      Map.of(
          Sink.CELLS, StoreSchema.KEPT_CELLS,
          Sink.ROLLUPS, StoreSchema.KEPT_ROLL_UPS,
          Sink.LEADERBOARDS, StoreSchema.KEPT_FIVE_MINUTES);

  public StreamConfig {
    inputFiles = List.copyOf(inputFiles);
    sinks = Set.copyOf(sinks);
  }

  public boolean writes(Sink sink) {
    return sinks.contains(sink);
  }

  /** Whether answers may include minutes still open: of clicks that come live. */
  public boolean countsOpen() {
    return inputFiles.isEmpty()
        && kafka != null
        && writes(Sink.CELLS)
        && times.openEvery().getMillis() > 0;
  }

  /** The sliding windows that readers are told lists are kept of. */
  public List<RankingWindow> slidingWindowsKept() {
    return writes(Sink.LEADERBOARDS) ? ranking.slidingWindows() : List.of();
  }

  /** What readers are told is written of that which could be left out, in order. */
  public List<String> tablesKept() {
    List<String> names = new ArrayList<>(List.of(StoreSchema.KEPT_FINAL));
    KEPT.keySet().stream().filter(this::writes).map(KEPT::get).forEach(names::add);
    if (writes(Sink.CLICKS)) {
      names.add(shards.clicks().keptName());
    }
    return names.stream().sorted().toList();
  }

  /** Over which the click index is spread. */
  public IndexShards indexShards() {
    return new IndexShards(shards.clicks(), shards.clicksPerSide());
  }

  /** The same with another queue. */
  public StreamConfig withQueue(QueueSettings other) {
    return new StreamConfig(
        kafka, inputFiles, rejectedDirectory, archive, store, other, times, ranking, shards, sinks);
  }
}
