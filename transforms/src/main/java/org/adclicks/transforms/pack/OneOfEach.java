package org.adclicks.transforms.pack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes one click of each identity from all packs of a minute and shard: of several the one whose
 * row comes first in order of its bytes, so that it is the same whatever order the packs come in.
 *
 * <p>Bounded by the packs: they are held twice.
 */
public final class OneOfEach {

  private static final int CLICKS_PER_PACK = 2_000;

  private OneOfEach() {}

  /** Where a row is. */
  private static final class Row {
    private final byte[] rows;
    private final int start;
    private final int end;

    Row(byte[] rows, int start, int end) {
      this.rows = rows;
      this.start = start;
      this.end = end;
    }

    /** A row begins with its identity. */
    boolean isSameClickAs(Row other) {
      int identity = ClickRowEncoder.IDENTITY_BYTES;
      return Arrays.equals(
          rows, start, start + identity, other.rows, other.start, other.start + identity);
    }

    static int compare(Row a, Row b) {
      return Arrays.compareUnsigned(a.rows, a.start, a.end, b.rows, b.start, b.end);
    }
  }

  /**
   * Hands over the clicks, each once, and says how many there were in all.
   *
   * @param packs of one minute
   */
  public static int of(Iterable<ClickPack> packs, Consumer<ClickPack> out) {
    List<Row> rows = new ArrayList<>();
    long minuteMillis = 0;
    for (ClickPack pack : packs) {
      minuteMillis = pack.minuteMillis();
      ClickCursor click = pack.clicks();
      while (click.next()) {
        rows.add(new Row(click.rows(), click.start(), click.end()));
      }
    }
    rows.sort(Row::compare);
    ClickPack.Builder pack = new ClickPack.Builder(minuteMillis);
    Row last = null;
    for (Row row : rows) {
      if (last != null && last.isSameClickAs(row)) {
        continue;
      }
      last = row;
      pack.add(row.rows, row.start, row.end);
      if (pack.size() == CLICKS_PER_PACK) {
        out.accept(pack.build());
        pack = new ClickPack.Builder(minuteMillis);
      }
    }
    if (pack.size() > 0) {
      out.accept(pack.build());
    }
    return rows.size();
  }
}
