package org.adclicks.benchmarks.kept;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/** Records of a topic, by where they lie in it. */
public final class Offsets {

  private final Map<Integer, BitSet> byPartition = new TreeMap<>();

  public void add(int partition, long offset) {
    byPartition.computeIfAbsent(partition, unused -> new BitSet()).set(Math.toIntExact(offset));
  }

  /** How many there are, each once. */
  public long count() {
    return byPartition.values().stream().mapToLong(BitSet::cardinality).sum();
  }

  /** How many of these the others lack. */
  public long missing(Offsets others) {
    long missing = 0;
    for (Map.Entry<Integer, BitSet> partition : byPartition.entrySet()) {
      BitSet left = (BitSet) partition.getValue().clone();
      left.andNot(others.byPartition.getOrDefault(partition.getKey(), new BitSet()));
      missing += left.cardinality();
    }
    return missing;
  }
}
