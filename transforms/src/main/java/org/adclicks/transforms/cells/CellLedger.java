package org.adclicks.transforms.cells;

import org.adclicks.click.Scope;
import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;
import org.jspecify.annotations.Nullable;

/**
 * Cells of one shard and minute: what has been emitted, and what came since. Adding costs one table
 * access; totals are made when they are emitted.
 */
public final class CellLedger {

  private final CellCounts emitted;
  private CellCounts pending;

  public CellLedger() {
    this(new CellCounts(0), new CellCounts(0));
  }

  private CellLedger(CellCounts emitted, CellCounts pending) {
    this.emitted = emitted;
    this.pending = pending;
  }

  public void add(String adId, Scope scope, long clicks) {
    pending.add(adId, scope, clicks);
  }

  /** Hands over the totals of the cells that changed. */
  public void emitChanges(CellTotalsBatcher out) {
    if (!pending.isEmpty()) {
      pending.forEach((adId, scope, added) -> emit(adId, scope, added, out));
      pending = new CellCounts(0);
    }
  }

  private void emit(String adId, Scope scope, long added, CellTotalsBatcher out) {
    out.add(new CellTotal(adId, scope, emitted.add(adId, scope, added), added));
    if (emitted.add(adId, Scope.ALL, added) == added) {
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
  public static final class LedgerCoder extends BinaryCoder<CellLedger> {

    private static final long serialVersionUID = 1L;
    private static final LedgerCoder INSTANCE = new LedgerCoder();

    public static LedgerCoder of() {
      return INSTANCE;
    }

    @Override
    public void write(CellLedger value, BinaryWriter out) {
      value.emitted.write(out);
      value.pending.write(out);
    }

    @Override
    public CellLedger read(BinaryReader in) throws CoderException {
      return new CellLedger(CellCounts.read(in), CellCounts.read(in));
    }
  }
}
