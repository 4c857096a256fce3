package org.adclicks.pipeline.options;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stream's settings, checked: nothing below parses text again.
 *
 * @param kafka null if neither clicks come from there nor anything is sent there
 * @param inputFiles log files to read in place of the topic; empty for the topic
 * @param rejectedDirectory where rejected lines go without Kafka
 * @param archive null if the archive is not written
 * @param store null if nothing is written to Cassandra
 */
public record StreamConfig(
    @Nullable KafkaSettings kafka,
    List<String> inputFiles,
    @Nullable String rejectedDirectory,
    @Nullable ArchiveSettings archive,
    @Nullable StoreSettings store,
    TimeSettings times,
    RankingSettings ranking,
    ShardSettings shards,
    Set<Sink> sinks) {

  public StreamConfig {
    inputFiles = List.copyOf(inputFiles);
    sinks = Set.copyOf(sinks);
  }

  public boolean writes(Sink sink) {
    return sinks.contains(sink);
  }
}
