package org.adclicks.transforms.cells;

import java.util.Map;
import java.util.TreeMap;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.arrivals.LotsFormat;
import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;

/**
 * {@link CellPack}: minute, then the slices. With lots, which stand behind the minute, that is a
 * millisecond later; without any it is as it always was.
 */
public final class CellPackCoder extends BinaryCoder<CellPack> {

  private static final long serialVersionUID = 1L;
  private static final CellPackCoder INSTANCE = new CellPackCoder();

  private CellPackCoder() {}

  public static CellPackCoder of() {
    return INSTANCE;
  }

  @Override
  public void write(CellPack value, BinaryWriter out) {
    Map<Long, Long> lots = value.lots();
    if (lots.isEmpty()) {
      out.putVarLong(value.minuteMillis());
    } else {
      out.putVarLong(value.minuteMillis() + 1);
      LotsFormat.write(lots, out);
    }
    SlicesFormat.write(value.slices(), out);
  }

  @Override
  public CellPack read(BinaryReader in) throws CoderException {
    long stored = in.getVarLong();
    long minute = Periods.minuteOf(stored);
    Map<Long, Long> lots = stored == minute ? Map.of() : LotsFormat.read(in);
    return new CellPack(minute, SlicesFormat.read(in), lots);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }

  /** How slices stand inside other values. */
  static final class SlicesFormat {

    private SlicesFormat() {}

    static void write(Map<Long, CellCounts> slices, BinaryWriter out) {
      out.putVarLong(slices.size());
      slices.forEach(
          (start, counts) -> {
            out.putVarLong(start);
            counts.write(out);
          });
    }

    static Map<Long, CellCounts> read(BinaryReader in) throws CoderException {
      Map<Long, CellCounts> slices = new TreeMap<>();
      for (int rest = in.getVarInt(); rest > 0; rest--) {
        slices.put(in.getVarLong(), CellCounts.read(in));
      }
      return slices;
    }
  }
}
