package org.adclicks.benchmarks.system;

import java.util.Collection;
import org.adclicks.v1.Minute;

/** What became of lines, as the query service tells it; a sum over minutes. */
record Accounts(long clicks, long duplicates, long tooLate, long rejected) {

  static final Accounts NONE = new Accounts(0, 0, 0, 0);

  static Accounts of(Collection<Minute> minutes) {
    Accounts sum = NONE;
    for (Minute minute : minutes) {
      sum =
          new Accounts(
              sum.clicks + minute.getClicks(),
              sum.duplicates + minute.getDuplicates(),
              sum.tooLate + minute.getTooLate(),
              sum.rejected + minute.getRejected());
    }
    return sum;
  }

  /** Every line is one of the four. */
  long all() {
    return clicks + duplicates + tooLate + rejected;
  }

  Accounts since(Accounts before) {
    return new Accounts(
        clicks - before.clicks,
        duplicates - before.duplicates,
        tooLate - before.tooLate,
        rejected - before.rejected);
  }

  @Override
  public String toString() {
    return String.format(
        "%,d clicks, %,d duplicates, %,d too late, %,d rejected",
        clicks, duplicates, tooLate, rejected);
  }
}
