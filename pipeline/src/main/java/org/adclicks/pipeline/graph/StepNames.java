package org.adclicks.pipeline.graph;

import org.adclicks.transforms.index.IndexShards;

/** Names of steps whose state is only found again with the same numbers. */
final class StepNames {

  private StepNames() {}

  static String of(String step, IndexShards shards) {
    return "%s%dShards%dBuckets".formatted(step, shards.perSide(), shards.buckets().count());
  }
}
