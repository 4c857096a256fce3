package org.adclicks.transforms.cells;

import java.util.function.BiConsumer;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.pack.ClickCursor;
import org.adclicks.transforms.pack.ClickPack;
import org.adclicks.transforms.pack.MinuteShard;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one bundle has of the cells of one minute, by shard of ads and by slice. Mutable, not
 * thread-safe.
 */
final class CellPacker {

  private final long minuteMillis;
  private final int shards;
  private final long sliceMillis;
  private final int slices;

  /** The slices of the first shard, then those of the next. */
  private final @Nullable CellCounts[] cells;

  private Instant earliest = BoundedWindow.TIMESTAMP_MAX_VALUE;

  /**
   * Of a minute.
   *
   * @param sliceMillis divides a minute
   */
  CellPacker(long minuteMillis, int shards, long sliceMillis) {
    this.minuteMillis = minuteMillis;
    this.shards = shards;
    this.sliceMillis = sliceMillis;
    this.slices = (int) (Periods.MINUTE_MILLIS / sliceMillis);
    this.cells = new @Nullable CellCounts[shards * slices];
  }

  /** The earliest stamp of all packs added. */
  Instant earliest() {
    return earliest;
  }

  /** Adds the clicks of a pack of this minute, stamped so. */
  void add(ClickPack pack, Instant stamp) {
    earliest = stamp.isBefore(earliest) ? stamp : earliest;
    ClickCursor click = pack.clicks();
    while (click.next()) {
      int shard = Math.floorMod(click.adHash(), shards);
      int slice = (int) ((click.clickTimestampMillis() - minuteMillis) / sliceMillis);
      int place = shard * slices + slice;
      CellCounts counts = cells[place];
      if (counts == null) {
        counts = new CellCounts();
        cells[place] = counts;
      }
      counts.add(click.adId(), click.scope(), 1);
    }
  }

  /** Hands over the pack of each shard that has cells. */
  void forEach(BiConsumer<MinuteShard, CellPack> packs) {
    for (int shard = 0; shard < shards; shard++) {
      CellPack pack = new CellPack(minuteMillis);
      for (int slice = 0; slice < slices; slice++) {
        CellCounts counts = cells[shard * slices + slice];
        if (counts != null) {
          pack.slices().put(minuteMillis + slice * sliceMillis, counts);
        }
      }
      if (!pack.slices().isEmpty()) {
        packs.accept(new MinuteShard(minuteMillis, shard), pack);
      }
    }
  }
}
