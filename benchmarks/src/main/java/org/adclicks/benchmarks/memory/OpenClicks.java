package org.adclicks.benchmarks.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.adclicks.click.Click;
import org.adclicks.click.Scope;
import org.adclicks.proto.store.Buckets;
import org.apache.commons.rng.sampling.distribution.DiscreteSampler;
import org.apache.commons.rng.sampling.distribution.RejectionInversionZipfSampler;

/**
 * Clicks as a stream hands them to counting: 2 M ads by Zipf, fifteen countries, spread over shards
 * of ads. Each click has strings of its own, as parsed ones have.
 */
final class OpenClicks {

  private static final int ADS = 2_000_000;
  private static final List<String> COUNTRIES =
      List.of(
          "US", "IN", "BR", "DE", "GB", "JP", "FR", "MX", "ID", "CA", "AU", "NL", "CH", "SE", "ZA");

  private final SplittableRandom random;
  private final DiscreteSampler ads;

  OpenClicks(long seed) {
    random = new SplittableRandom(seed);
    ads = RejectionInversionZipfSampler.of(random::nextLong, ADS, 1.0);
  }

  /** The next so many clicks, by shard. */
  List<List<Click>> byShard(int clicks, int shards) {
    List<List<Click>> found = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      found.add(new ArrayList<>());
    }
    for (int i = 0; i < clicks; i++) {
      String ad = "ad-" + ads.sample();
      String country = country();
      int shard = Math.floorMod(Buckets.hash(ad), shards);
      found.get(shard).add(new Click(ad, 0, "", "", Scope.narrowest(country), null));
    }
    return found;
  }

  /** The k-th country 1/k as often as the first. */
  private String country() {
    double all = 0;
    for (int i = 1; i <= COUNTRIES.size(); i++) {
      all += 1.0 / i;
    }
    double point = random.nextDouble() * all;
    int i = 0;
    for (double sum = 1; sum < point && i < COUNTRIES.size() - 1; sum += 1.0 / (i + 1)) {
      i++;
    }
    return COUNTRIES.get(i);
  }
}
