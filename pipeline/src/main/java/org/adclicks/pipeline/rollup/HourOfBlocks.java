package org.adclicks.pipeline.rollup;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.adclicks.pipeline.sink.BatchBlocks;
import org.adclicks.pipeline.sink.PartitionBatch;
import org.adclicks.proto.store.ClickBlock;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.proto.store.DamagedBlockException;
import org.adclicks.proto.store.IndexedClick;
import org.adclicks.proto.store.Periods;

/**
 * An hour of one side and bucket: its minutes' blocks, in order, cut anew by chunk.
 *
 * <p>What is one click is of one minute. So at the end of a minute a chunk that has grown large is
 * written: it holds each of its clicks so far once.
 *
 * <p>Mutable, not thread-safe. Bounded by a minute of the bucket, some {@value #WORTH_WRITING}
 * clicks a chunk, and the hour's late clicks of the bucket.
 */
final class HourOfBlocks {

  private static final int WORTH_WRITING = 16 * ClickBlock.MOST_CLICKS;

  private final ClickSide side;
  private final int bucket;
  private final ClickBuckets buckets;
  private final long hourMillis;
  private final Consumer<PartitionBatch> out;
  private final List<List<IndexedClick>> chunks =
      IntStream.range(0, ClickBuckets.CHUNKS)
          .mapToObj(chunk -> (List<IndexedClick>) new ArrayList<IndexedClick>())
          .toList();
  private final Deque<IndexedClick> late;
  private long minuteMillis = Long.MIN_VALUE;

  /**
   * @param late clicks of the hour that stand in no minute's blocks, in any order
   */
  HourOfBlocks(
      ClickSide side,
      int bucket,
      ClickBuckets buckets,
      long hourMillis,
      Collection<IndexedClick> late,
      Consumer<PartitionBatch> out) {
    this.side = side;
    this.bucket = bucket;
    this.buckets = buckets;
    this.hourMillis = hourMillis;
    this.late =
        late.stream()
            .sorted(Comparator.comparingLong(IndexedClick::clickTimestampMillis))
            .collect(Collectors.toCollection(ArrayDeque::new));
    this.out = out;
  }

  /**
   * Adds a block of a minute; minutes come in order. Of one that is not what its name says, which
   * is a {@link DamagedBlockException}, nothing is added.
   */
  void add(long minute, ByteBuffer name, ByteBuffer block) {
    addLateThrough(minute);
    turnTo(minute);
    ClickBlock.forEach(name, block, this::add);
  }

  private void addLateThrough(long minute) {
    for (IndexedClick click = late.peek();
        click != null && Periods.minuteOf(click.clickTimestampMillis()) <= minute;
        click = late.peek()) {
      turnTo(Periods.minuteOf(click.clickTimestampMillis()));
      add(late.remove());
    }
  }

  private void turnTo(long minute) {
    if (minute != minuteMillis) {
      minuteMillis = minute;
      write(WORTH_WRITING);
    }
  }

  private void add(IndexedClick click) {
    int hash = click.keyHash();
    // A pipeline before may have had other buckets.
    if (buckets.bucketOf(hash) == bucket) {
      chunks.get(ClickBuckets.chunkOf(hash)).add(click);
    }
  }

  /** There are no more. */
  void end() {
    addLateThrough(Long.MAX_VALUE);
    write(1);
  }

  /** Writes the chunks that have so many clicks. */
  private void write(int least) {
    for (int chunk = 0; chunk < ClickBuckets.CHUNKS; chunk++) {
      List<IndexedClick> clicks = chunks.get(chunk);
      if (clicks.size() < least) {
        continue;
      }
      List<IndexedClick> once = IndexedClick.inOrderOnce(clicks);
      clicks.clear();
      if (once.size() < least) {
        clicks.addAll(once);
        continue;
      }
      for (ClickBlock block : ClickBlock.cut(once)) {
        out.accept(BatchBlocks.ofHour(side, bucket, hourMillis, chunk, block));
      }
    }
  }
}
