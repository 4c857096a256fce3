package org.adclicks.transforms;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.CoderException;

/** The slices that are still filling: start -> cells. Mutable. */
record OpenSlices(NavigableMap<Long, AdCounts> slices) {

  OpenSlices() {
    this(new TreeMap<>());
  }

  AdCounts at(long startMillis) {
    return slices.computeIfAbsent(startMillis, k -> new AdCounts());
  }

  /** {@link OpenSlices}. */
  static final class SlicesCoder extends PackCoder<OpenSlices> {

    private static final long serialVersionUID = 1L;
    private static final SlicesCoder INSTANCE = new SlicesCoder();

    static SlicesCoder of() {
      return INSTANCE;
    }

    @Override
    void write(OpenSlices value, PackWriter out) {
      CellPackCoder.SlicesFormat.write(value.slices(), out);
    }

    @Override
    OpenSlices read(PackReader in) throws CoderException {
      return new OpenSlices(new TreeMap<>(CellPackCoder.SlicesFormat.read(in)));
    }
  }
}
