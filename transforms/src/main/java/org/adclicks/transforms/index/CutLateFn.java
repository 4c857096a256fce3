package org.adclicks.transforms.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.adclicks.proto.store.ClickBlock;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.proto.store.IndexedClick;
import org.adclicks.proto.store.Periods;
import org.adclicks.transforms.pack.ClickCursor;
import org.adclicks.transforms.pack.ClickPack;
import org.adclicks.transforms.state.BackdatingFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the late clicks of a bundle, of whichever minutes of an hour, into blocks by the buckets
 * that late clicks have. Blocks are stamped as the earliest of the packs.
 *
 * <p>What is cut together is of this bundle.
 */
final class CutLateFn extends BackdatingFn<ClickPack, MinuteBlock> {

  private static final long serialVersionUID = 1L;
  private static final ClickSide[] SIDES = ClickSide.values();

  /** A log read long after it was written may be late as a whole. */
  private static final int MAX_HELD_CLICKS = 50_000;

  private record Place(ClickSide side, int bucket, long hourMillis) {}

  private final IndexShards shards;
  private transient @Nullable Map<Place, List<IndexedClick>> open;
  private transient @Nullable Instant earliest;
  private transient int held;

  CutLateFn(IndexShards shards) {
    this.shards = shards;
  }

  @StartBundle
  public void startBundle() {
    open = new HashMap<>();
    earliest = null;
    held = 0;
  }

  @ProcessElement
  public void gather(
      @Element ClickPack pack, @Timestamp Instant timestamp, OutputReceiver<MinuteBlock> out) {
    Map<Place, List<IndexedClick>> places = open();
    long hour = Periods.hourOf(pack.minuteMillis());
    ClickCursor click = pack.clicks();
    while (click.next()) {
      for (ClickSide side : SIDES) {
        int bucket = shards.buckets().lateBucketOf(SideClicks.hash(side, click));
        places
            .computeIfAbsent(new Place(side, bucket, hour), place -> new ArrayList<>())
            .add(SideClicks.indexed(side, click));
      }
    }
    if (earliest == null || timestamp.isBefore(earliest)) {
      earliest = timestamp;
    }
    held += pack.size();
    if (held >= MAX_HELD_CLICKS) {
      cut(out::outputWithTimestamp);
      startBundle();
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    cut((block, stamp) -> context.output(block, stamp, GlobalWindow.INSTANCE));
    open = null;
  }

  private void cut(BiConsumer<MinuteBlock, Instant> out) {
    Instant stamp = earliest;
    if (stamp == null) {
      return;
    }
    open()
        .forEach(
            (place, clicks) -> {
              for (ClickBlock block : ClickBlock.cut(clicks)) {
                long minute = Periods.minuteOf(block.earliestMillis());
                out.accept(new MinuteBlock(place.side(), place.bucket(), minute, block), stamp);
              }
            });
  }

  private Map<Place, List<IndexedClick>> open() {
    Map<Place, List<IndexedClick>> places = open;
    if (places == null) {
      throw new IllegalStateException("an element outside a bundle");
    }
    return places;
  }
}
