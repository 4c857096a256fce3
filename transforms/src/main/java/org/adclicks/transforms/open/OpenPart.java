package org.adclicks.transforms.open;

import java.util.Map;
import org.adclicks.click.Scope;
import org.adclicks.proto.store.OpenCells;
import org.adclicks.transforms.arrivals.LotsFormat;
import org.adclicks.transforms.cells.CellCounts;
import org.adclicks.transforms.cells.CellPack;
import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;

/**
 * Cells to be added up, as bytes: a minute of them is small then.
 *
 * @param lots whose clicks they are, unless that has been told
 */
record OpenPart(OpenCells cells, Map<Long, Long> lots) {

  static OpenPart of(CellPack pack) {
    CellCounts counts = new CellCounts();
    pack.slices().values().forEach(counts::addAll);
    return new OpenPart(cellsOf(counts), pack.lots());
  }

  static OpenCells cellsOf(CellCounts counts) {
    OpenCells.Writer writer = new OpenCells.Writer();
    counts.forEach((adId, scope, clicks) -> writer.add(adId, scope.key(), clicks));
    return writer.toCells();
  }

  void addTo(CellCounts counts) {
    cells.forEach((adId, scopeKey, clicks) -> counts.add(adId, Scope.ofKey(scopeKey), clicks));
  }

  /** {@link OpenPart}: cells, lots. */
  static final class PartCoder extends BinaryCoder<OpenPart> {

    private static final long serialVersionUID = 1L;
    private static final PartCoder INSTANCE = new PartCoder();

    static PartCoder of() {
      return INSTANCE;
    }

    @Override
    public void write(OpenPart value, BinaryWriter out) {
      LotsFormat.write(value.lots(), out.putBytes(value.cells().bytes().toByteArray()));
    }

    @Override
    public OpenPart read(BinaryReader in) throws CoderException {
      return new OpenPart(OpenCells.of(in.getBytes()), LotsFormat.read(in));
    }
  }
}
