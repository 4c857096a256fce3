package org.adclicks.transforms.rank;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Merging sixteen shards' top 1,000 to one leaderboard, per shard. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MergedBoardBenchmark {

  private static final int SHARDS = 16;
  private static final int CAPACITY = 1_000;

  private final List<ShardBoard> parts = parts();

  @Benchmark
  @OperationsPerInvocation(SHARDS)
  public MergedBoard mergeShards() {
    MergedBoard board = new MergedBoard(CAPACITY);
    parts.forEach(board::merge);
    return board;
  }

  /** The k-th ad of a shard has 1/k of its first one's clicks. */
  private static List<ShardBoard> parts() {
    List<ShardBoard> parts = new ArrayList<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      List<RankedAd> ads = new ArrayList<>();
      for (int rank = 1; rank <= CAPACITY; rank++) {
        ads.add(new RankedAd("ad-" + shard + "-" + rank, 100_000L / rank + shard));
      }
      parts.add(new ShardBoard(shard, 1_000_000, 0, ads));
    }
    return parts;
  }
}
