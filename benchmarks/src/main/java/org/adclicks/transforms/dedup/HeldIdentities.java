package org.adclicks.transforms.dedup;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The sets deduplication holds, filled as a stream fills them: a set for each minute and shard. In
 * this package because the sets are visible only here.
 */
public final class HeldIdentities {

  private final List<IdentitySet> sets = new ArrayList<>();

  /** So many sets of so many identities each, drawn from the seed. */
  public HeldIdentities(int setCount, int identitiesPerSet, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < setCount; i++) {
      IdentitySet set = new IdentitySet();
      for (int j = 0; j < identitiesPerSet; j++) {
        set.add(random.nextLong(), random.nextLong());
      }
      sets.add(set);
    }
  }

  public long size() {
    return sets.stream().mapToLong(IdentitySet::size).sum();
  }
}
