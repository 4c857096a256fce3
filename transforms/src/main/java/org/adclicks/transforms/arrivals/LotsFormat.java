package org.adclicks.transforms.arrivals;

import java.util.Map;
import java.util.TreeMap;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;

/** How clicks by lot, or lines by round, stand inside other values. */
public final class LotsFormat {

  private LotsFormat() {}

  public static void write(Map<Long, Long> clicks, BinaryWriter out) {
    out.putVarLong(clicks.size());
    clicks.forEach((lot, count) -> out.putLong(lot).putVarLong(count));
  }

  public static Map<Long, Long> read(BinaryReader in) throws CoderException {
    Map<Long, Long> clicks = new TreeMap<>();
    for (int rest = in.getVarInt(); rest > 0; rest--) {
      clicks.put(in.getLong(), in.getVarLong());
    }
    return clicks;
  }
}
