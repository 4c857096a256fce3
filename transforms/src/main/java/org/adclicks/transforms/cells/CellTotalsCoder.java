package org.adclicks.transforms.cells;

import java.util.ArrayList;
import java.util.List;
import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;

/** {@link CellTotals}: start, shard, then the cells. */
public final class CellTotalsCoder extends BinaryCoder<CellTotals> {

  private static final long serialVersionUID = 1L;
  private static final CellTotalsCoder INSTANCE = new CellTotalsCoder();

  private CellTotalsCoder() {}

  public static CellTotalsCoder of() {
    return INSTANCE;
  }

  @Override
  public void write(CellTotals value, BinaryWriter out) {
    out.putVarLong(value.startMillis()).putVarLong(value.shard()).putVarLong(value.cells().size());
    for (CellTotal cell : value.cells()) {
      out.putString(cell.adId())
          .putScope(cell.scope())
          .putVarLong(cell.clicks())
          .putVarLong(cell.added());
    }
  }

  @Override
  public CellTotals read(BinaryReader in) throws CoderException {
    long start = in.getVarLong();
    int shard = in.getVarInt();
    int size = in.getVarInt();
    List<CellTotal> cells = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      cells.add(new CellTotal(in.getString(), in.getScope(), in.getVarLong(), in.getVarLong()));
    }
    return new CellTotals(start, shard, cells);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
