package org.adclicks.transforms;

import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.CoderException;

/** {@link CellPack}: minute, then the slices. */
public final class CellPackCoder extends PackCoder<CellPack> {

  private static final long serialVersionUID = 1L;
  private static final CellPackCoder INSTANCE = new CellPackCoder();

  private CellPackCoder() {}

  public static CellPackCoder of() {
    return INSTANCE;
  }

  @Override
  void write(CellPack value, PackWriter out) {
    out.putVarLong(value.minuteMillis());
    SlicesFormat.write(value.slices(), out);
  }

  @Override
  CellPack read(PackReader in) throws CoderException {
    return new CellPack(in.getVarLong(), SlicesFormat.read(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }

  /** How slices stand inside other values. */
  static final class SlicesFormat {

    private SlicesFormat() {}

    static void write(Map<Long, AdCounts> slices, PackWriter out) {
      out.putVarLong(slices.size());
      slices.forEach(
          (start, counts) -> {
            out.putVarLong(start);
            counts.write(out);
          });
    }

    static Map<Long, AdCounts> read(PackReader in) throws CoderException {
      Map<Long, AdCounts> slices = new TreeMap<>();
      for (int rest = in.getVarInt(); rest > 0; rest--) {
        slices.put(in.getVarLong(), AdCounts.read(in));
      }
      return slices;
    }
  }
}
