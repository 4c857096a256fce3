package org.adclicks.transforms.pack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.adclicks.click.Click;
import org.adclicks.proto.store.Periods;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Packs clicks by minute and shard of their identity.
 *
 * <p>Mutable, not thread-safe. Bounded: full packs are to be taken whenever {@link #add} says so; a
 * bounded run may hand over one huge bundle.
 */
public final class ClickPacker {

  /** Receives a pack, with the time of its oldest click. */
  @FunctionalInterface
  public interface Receiver {
    void accept(MinuteShard key, ClickPack pack, Instant oldest);
  }

  /** Clicks of a full pack. */
  private static final int MAX_PACK_CLICKS = 2_000;

  /** All packs are full once they hold this many together: it may be a day's minutes. */
  private static final int MAX_HELD_CLICKS = 100_000;

  private record Full(MinuteShard key, ClickPack.Builder pack) {}

  private final int shards;
  private final long lot;
  private final ClickRowEncoder row = new ClickRowEncoder();
  private final Map<MinuteShard, ClickPack.Builder> open = new HashMap<>();
  private final List<Full> full = new ArrayList<>();
  private int held;

  /** Spreads a minute's clicks over so many keys. */
  public ClickPacker(int shards) {
    this(shards, 0);
  }

  /** Likewise, into packs of a lot. */
  public ClickPacker(int shards, long lot) {
    this.shards = Shards.requirePositive(shards);
    this.lot = lot;
  }

  /** Adds a click; says whether there are full packs to be taken. */
  public boolean add(Click click) {
    row.encode(click);
    return addRow();
  }

  /** Adds a click whose texts are there as UTF-8; says whether there are full packs to be taken. */
  public boolean add(
      byte[] adId,
      long clickTimestampMillis,
      byte[] userId,
      byte[] ip,
      byte[] scopeKey,
      byte @Nullable [] clickId) {
    row.encode(adId, clickTimestampMillis, userId, ip, scopeKey, clickId);
    return addRow();
  }

  private boolean addRow() {
    MinuteShard key =
        new MinuteShard(
            Periods.minuteOf(row.clickTimestampMillis()),
            (int) Math.floorMod(row.identityHigh(), (long) shards));
    ClickPack.Builder pack =
        open.computeIfAbsent(key, k -> new ClickPack.Builder(k.minuteMillis(), lot));
    pack.add(row);
    held++;
    if (pack.size() >= MAX_PACK_CLICKS) {
      open.remove(key);
      held -= pack.size();
      full.add(new Full(key, pack));
    } else if (held >= MAX_HELD_CLICKS) {
      closeAll();
    }
    return !full.isEmpty();
  }

  private void closeAll() {
    open.forEach((key, pack) -> full.add(new Full(key, pack)));
    open.clear();
    held = 0;
  }

  /** Hands over the packs that are full. */
  public void takeFull(Receiver packs) {
    for (Full each : full) {
      Instant oldest = Instant.ofEpochMilli(each.pack().oldestMillis());
      packs.accept(each.key(), each.pack().build(), oldest);
    }
    full.clear();
  }

  /** Hands over everything. */
  public void takeAll(Receiver packs) {
    closeAll();
    takeFull(packs);
  }
}
