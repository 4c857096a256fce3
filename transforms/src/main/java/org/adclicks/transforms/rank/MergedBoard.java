package org.adclicks.transforms.rank;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.adclicks.transforms.coding.BinaryCoder;
import org.adclicks.transforms.coding.BinaryReader;
import org.adclicks.transforms.coding.BinaryWriter;
import org.apache.beam.sdk.coders.CoderException;
import org.jspecify.annotations.Nullable;

/**
 * A leaderboard as shards give their shares of it.
 *
 * <p>Counts only grow, so a later count of an ad is the larger one and takes the place of the
 * earlier: no ad stands twice, shares may come twice or out of order, and an ad once cut off
 * returns by itself if late clicks lift it. The top N is therefore enough to keep.
 */
public final class MergedBoard {

  private final int capacity;
  private final Map<Integer, Long> clicksByShard;
  private final List<RankedAd> ads;
  private boolean changed;

  public MergedBoard(int capacity) {
    this(capacity, new TreeMap<>(), new ArrayList<>(), false);
  }

  private MergedBoard(
      int capacity, Map<Integer, Long> clicksByShard, List<RankedAd> ads, boolean changed) {
    this.capacity = capacity;
    this.clicksByShard = clicksByShard;
    this.ads = ads;
    this.changed = changed;
  }

  public void merge(ShardBoard part) {
    long before = clicksByShard.getOrDefault(part.shard(), 0L);
    if (part.shardClicks() > before) {
      clicksByShard.put(part.shard(), part.shardClicks());
      changed = true;
    }
    boolean isFirst = ads.isEmpty();
    for (RankedAd ad : part.ads()) {
      changed |= insert(ad, isFirst);
    }
  }

  /** Whether the list or its total has changed since it was last handed out. */
  boolean isChanged() {
    return changed;
  }

  public List<RankedAd> takeAds() {
    changed = false;
    return List.copyOf(ads);
  }

  long totalClicks() {
    long total = 0;
    for (long clicks : clicksByShard.values()) {
      total += clicks;
    }
    return total;
  }

  private boolean insert(RankedAd ad, boolean isNew) {
    boolean full = ads.size() == capacity;
    if (full && RankedAd.RANKING.compare(ad, ads.get(capacity - 1)) >= 0) {
      return false;
    }
    int standing = isNew ? -1 : indexOf(ad.adId());
    if (standing >= 0) {
      if (ads.get(standing).clicks() >= ad.clicks()) {
        return false;
      }
      ads.remove(standing);
    } else if (full) {
      ads.remove(capacity - 1);
    }
    int place = Collections.binarySearch(ads, ad, RankedAd.RANKING);
    ads.add(place < 0 ? -place - 1 : place, ad);
    return true;
  }

  private int indexOf(String adId) {
    for (int i = 0; i < ads.size(); i++) {
      if (ads.get(i).adId().equals(adId)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MergedBoard that
        && capacity == that.capacity
        && changed == that.changed
        && clicksByShard.equals(that.clicksByShard)
        && ads.equals(that.ads);
  }

  @Override
  public int hashCode() {
    return ads.hashCode() * 31 + clicksByShard.hashCode();
  }

  /** {@link MergedBoard}: capacity, changed, clicks by shard, ads. */
  public static final class BoardCoder extends BinaryCoder<MergedBoard> {

    private static final long serialVersionUID = 1L;
    private static final BoardCoder INSTANCE = new BoardCoder();

    public static BoardCoder of() {
      return INSTANCE;
    }

    @Override
    public void write(MergedBoard value, BinaryWriter out) {
      out.putVarLong(value.capacity).putByte(value.changed ? 1 : 0);
      out.putVarLong(value.clicksByShard.size());
      value.clicksByShard.forEach((shard, clicks) -> out.putVarLong(shard).putVarLong(clicks));
      WindowLeaderboardCoder.RankedAdsFormat.write(value.ads, out);
    }

    @Override
    public MergedBoard read(BinaryReader in) throws CoderException {
      int capacity = in.getVarInt();
      boolean changed = in.getByte() == 1;
      Map<Integer, Long> clicksByShard = new TreeMap<>();
      for (int rest = in.getVarInt(); rest > 0; rest--) {
        clicksByShard.put(in.getVarInt(), in.getVarLong());
      }
      return new MergedBoard(
          capacity, clicksByShard, WindowLeaderboardCoder.RankedAdsFormat.read(in), changed);
    }
  }
}
