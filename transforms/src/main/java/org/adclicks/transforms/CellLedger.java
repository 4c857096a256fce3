package org.adclicks.transforms;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.CoderException;
import org.jspecify.annotations.Nullable;

/**
 * The cells of one shard and minute: what has been emitted, and what came since. Adding costs one
 * table access; totals are made when they are emitted.
 */
final class CellLedger {

  private static final int MAX_CELLS_PER_EMISSION = 2_000;

  private final AdCounts emitted;
  private AdCounts pending;
  private boolean closed;

  CellLedger() {
    this(new AdCounts(), new AdCounts(), false);
  }

  private CellLedger(AdCounts emitted, AdCounts pending, boolean closed) {
    this.emitted = emitted;
    this.pending = pending;
    this.closed = closed;
  }

  /**
   * Whether the minute's end has been passed. Remembered, because after a restart the watermark is
   * unknown until the first one arrives, and a closed minute would look open.
   */
  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
  }

  void add(AdCounts cells) {
    pending.addAll(cells);
  }

  boolean hasChanges() {
    return !pending.isEmpty();
  }

  /**
   * Hands over the totals of the cells that changed, in chunks; returns how many ads among them are
   * new.
   */
  long emitChanges(long minuteMillis, int shard, Consumer<CellTotals> out) {
    Emission emission = new Emission(minuteMillis, shard, out);
    pending.forEach(emission::add);
    emission.flush();
    pending = new AdCounts();
    return emission.newAds;
  }

  private final class Emission {

    private final long minuteMillis;
    private final int shard;
    private final Consumer<CellTotals> out;
    private List<CellTotal> cells = new ArrayList<>();
    private long newAds;

    Emission(long minuteMillis, int shard, Consumer<CellTotals> out) {
      this.minuteMillis = minuteMillis;
      this.shard = shard;
      this.out = out;
    }

    void add(String adId, String country, long added) {
      cells.add(new CellTotal(adId, country, emitted.add(adId, country, added), added));
      if (emitted.add(adId, Leaderboard.ALL_ADS, added) == added) {
        newAds++;
      }
      if (cells.size() >= MAX_CELLS_PER_EMISSION) {
        flush();
      }
    }

    void flush() {
      if (!cells.isEmpty()) {
        out.accept(new CellTotals(minuteMillis, shard, cells));
        cells = new ArrayList<>();
      }
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CellLedger that
        && closed == that.closed
        && emitted.equals(that.emitted)
        && pending.equals(that.pending);
  }

  @Override
  public int hashCode() {
    return emitted.hashCode() * 31 + pending.hashCode();
  }

  /** {@link CellLedger}: closed, emitted, then pending cells. */
  static final class LedgerCoder extends PackCoder<CellLedger> {

    private static final long serialVersionUID = 1L;
    private static final LedgerCoder INSTANCE = new LedgerCoder();

    static LedgerCoder of() {
      return INSTANCE;
    }

    @Override
    void write(CellLedger value, PackWriter out) {
      out.putByte(value.closed ? 1 : 0);
      value.emitted.write(out);
      value.pending.write(out);
    }

    @Override
    CellLedger read(PackReader in) throws CoderException {
      boolean closed = in.getByte() == 1;
      return new CellLedger(AdCounts.read(in), AdCounts.read(in), closed);
    }
  }
}
