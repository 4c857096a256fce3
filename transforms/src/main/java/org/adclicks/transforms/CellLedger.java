package org.adclicks.transforms;

import org.apache.beam.sdk.coders.CoderException;
import org.jspecify.annotations.Nullable;

/**
 * Cells of one shard and minute: what has been emitted, and what came since. Adding costs one table
 * access; totals are made when they are emitted.
 */
final class CellLedger {

  private final AdCounts emitted;
  private AdCounts pending;

  CellLedger() {
    this(new AdCounts(0), new AdCounts(0));
  }

  private CellLedger(AdCounts emitted, AdCounts pending) {
    this.emitted = emitted;
    this.pending = pending;
  }

  void add(String adId, String country, long clicks) {
    pending.add(adId, country, clicks);
  }

  /** Hands over the totals of the cells that changed. */
  void emitChanges(CellEmission out) {
    if (!pending.isEmpty()) {
      pending.forEach((adId, country, added) -> emit(adId, country, added, out));
      pending = new AdCounts(0);
    }
  }

  private void emit(String adId, String country, long added, CellEmission out) {
    out.add(new CellTotal(adId, country, emitted.add(adId, country, added), added));
    if (emitted.add(adId, Scope.ALL_KEY, added) == added) {
      out.addNewAd();
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CellLedger that
        && emitted.equals(that.emitted)
        && pending.equals(that.pending);
  }

  @Override
  public int hashCode() {
    return emitted.hashCode() * 31 + pending.hashCode();
  }

  /** {@link CellLedger}: emitted, then pending cells. */
  static final class LedgerCoder extends PackCoder<CellLedger> {

    private static final long serialVersionUID = 1L;
    private static final LedgerCoder INSTANCE = new LedgerCoder();

    static LedgerCoder of() {
      return INSTANCE;
    }

    @Override
    void write(CellLedger value, PackWriter out) {
      value.emitted.write(out);
      value.pending.write(out);
    }

    @Override
    CellLedger read(PackReader in) throws CoderException {
      return new CellLedger(AdCounts.read(in), AdCounts.read(in));
    }
  }
}
