package org.adclicks.pipeline.generate;

import java.util.SplittableRandom;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.DiscreteSampler;
import org.apache.commons.rng.sampling.distribution.RejectionInversionZipfSampler;
import org.jspecify.annotations.Nullable;

/**
 * Makes log lines one after another. The same seed, mix, format and times give the same bytes.
 *
 * <p>State: the last 65,536 lines, for duplicates.
 */
final class ClickGenerator {

  private static final int SERVERS = 16;
  private static final double MEAN_LATENESS_MILLIS = 30_000;

  private final ClickMix mix;
  private final LineFormat format;
  private final SplittableRandom random;
  private final DiscreteSampler adRanks;
  private final UserValues values;
  private final long[] clockErrorMillis = new long[SERVERS];
  private final RecentLines recent = new RecentLines();
  private final LineBuffer buffer = new LineBuffer();
  private long clicks;
  private long duplicates;
  private long late;
  private long bad;

  ClickGenerator(long seed, ClickMix mix, LineFormat format) {
    this.mix = mix;
    this.format = format;
    this.random = new SplittableRandom(seed);
    UniformRandomProvider uniform = random::nextLong;
    this.adRanks = RejectionInversionZipfSampler.of(uniform, mix.ads(), mix.zipfExponent());
    this.values = new UserValues(mix.values());
    for (int i = 0; i < SERVERS; i++) {
      clockErrorMillis[i] =
          mix.maxSkewMillis() == 0
              ? 0
              : random.nextLong(-mix.maxSkewMillis(), mix.maxSkewMillis() + 1);
    }
  }

  /** The line written at this time, without a line break. */
  byte[] next(long nowMillis) {
    double draw = random.nextDouble();
    if (draw < mix.duplicateShare()) {
      byte @Nullable [] again = recent.pick(random, nowMillis - mix.maxLatenessMillis());
      if (again != null) {
        duplicates++;
        return again;
      }
    }
    if (draw >= 1 - mix.badShare()) {
      bad++;
      return BadLine.any(click(nowMillis, 0), random);
    }
    clicks++;
    byte[] line = click(nowMillis, lateness());
    recent.add(line, nowMillis);
    return line;
  }

  private byte[] click(long nowMillis, long latenessMillis) {
    int ad = random.nextDouble() < mix.hotAdShare() ? 0 : adRanks.sample();
    int user = random.nextInt(mix.users());
    long timestamp = nowMillis - latenessMillis + clockErrorMillis[random.nextInt(SERVERS)];
    // Drawn only when asked for: without the option a seed gives the lines it always gave.
    long ip = mix.randomIps() ? random.nextLong(1L << Integer.SIZE) : -1;
    MadeClick click =
        new MadeClick(
            ad, Math.max(0, timestamp), user, ip, values.of(user), mix.clickIds() ? clicks : -1);
    format.write(buffer.clear(), click);
    return buffer.toBytes();
  }

  /** Mostly seconds, sometimes minutes: exponentially distributed. */
  private long lateness() {
    if (mix.maxLatenessMillis() == 0 || random.nextDouble() >= mix.lateShare()) {
      return 0;
    }
    late++;
    double millis = -MEAN_LATENESS_MILLIS * Math.log1p(-random.nextDouble());
    return Math.min(mix.maxLatenessMillis(), 1 + (long) millis);
  }

  GeneratedLines made() {
    return new GeneratedLines(clicks, duplicates, late, bad);
  }
}
