package org.adclicks.transforms.cells;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
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

  private static final int[] NOBODY_FOLLOWS = {};

  private final long minuteMillis;
  private final int shards;
  private final long sliceMillis;
  private final int slices;

  /** The slices of the first shard, then those of the next. */
  private final @Nullable CellCounts[] cells;

  private final Map<Integer, Map<Long, Long>> lots = new HashMap<>();

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
    int[] clicksOfShard = pack.lot() == 0 ? NOBODY_FOLLOWS : new int[shards];
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
      if (clicksOfShard.length > 0) {
        clicksOfShard[shard]++;
      }
    }
    for (int shard = 0; shard < clicksOfShard.length; shard++) {
      if (clicksOfShard[shard] > 0) {
        lots.computeIfAbsent(shard, s -> new HashMap<>())
            .merge(pack.lot(), (long) clicksOfShard[shard], Long::sum);
      }
    }
  }

  /** Hands over the pack of each shard that has cells. */
  void forEach(BiConsumer<MinuteShard, CellPack> packs) {
    for (int shard = 0; shard < shards; shard++) {
      CellPack pack =
          new CellPack(minuteMillis, new TreeMap<>(), lots.getOrDefault(shard, Map.of()));
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
