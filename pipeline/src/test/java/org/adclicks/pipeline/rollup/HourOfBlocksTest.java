package org.adclicks.pipeline.rollup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.adclicks.pipeline.sink.PartitionBatch;
import org.adclicks.pipeline.sink.StoreRow;
import org.adclicks.pipeline.sink.StoreTable;
import org.adclicks.proto.store.Buckets;
import org.adclicks.proto.store.ClickBlock;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.proto.store.DamagedBlockException;
import org.adclicks.proto.store.IndexedClick;
import org.adclicks.proto.store.Periods;
import org.junit.jupiter.api.Test;

class HourOfBlocksTest {

  private static final long HOUR = 1_700_002_800_000L;
  private static final ClickBuckets BUCKETS = new ClickBuckets(4);
  private static final int BUCKET = 1;
  private static final String HOT = "hot";
  private static final int HOT_BUCKET =
      BUCKETS.bucketOf(Buckets.hash(HOT.getBytes(UTF_8), 0, HOT.length()));

  @Test
  void holdsEachClickOfTheBucketOnceInItsChunk() {
    List<IndexedClick> clicks = made(3_000);
    List<ClickBlock> blocks = cut(clicks);
    // Another attempt has cut some of them differently.
    blocks.addAll(cut(clicks.subList(100, 900)));

    List<IndexedClick> written = new ArrayList<>();
    for (PartitionBatch batch : rewrite(blocks)) {
      assertThat(batch.table()).isEqualTo(StoreTable.CLICK_HOURS);
      StoreRow row = batch.rows().get(0);
      assertThat(row.values().subList(0, 3)).containsExactly("user", BUCKET, Periods.dayOf(HOUR));
      int chunk = (Integer) row.values().get(3);
      for (IndexedClick click : of(row)) {
        assertThat(ClickBuckets.chunkOf(click.keyHash())).isEqualTo(chunk);
        assertThat(click.clickTimestampMillis()).isGreaterThanOrEqualTo((Long) row.values().get(4));
        written.add(click);
      }
    }

    assertThat(written)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            clicks.stream().filter(click -> BUCKETS.bucketOf(click.keyHash()) == BUCKET).toList());
  }

  @Test
  void attemptsThatReadDifferentPartsOfTheSameClicksWriteTheSameRows() {
    List<IndexedClick> clicks = made(60_000);
    List<ClickBlock> others = cut(clicks.subList(0, 45_000));
    others.addAll(cut(clicks.subList(30_000, 60_000)));

    assertThat(values(rewrite(others))).isEqualTo(values(rewrite(cut(clicks))));
  }

  /** Without their versions, which are of the clock. */
  private static List<List<Object>> values(List<PartitionBatch> rows) {
    return rows.stream().map(batch -> batch.rows().get(0).values()).toList();
  }

  /** An attempt may have met late what another met on time. */
  @Test
  void lateClicksAreWrittenOnceToo() {
    List<PartitionBatch> rows = new ArrayList<>();
    List<IndexedClick> late = new ArrayList<>();
    for (int minute = 0; minute < 30; minute++) {
      late.addAll(hot(HOUR + minute * 60_000L, 50));
    }
    Collections.shuffle(late, new Random(1));
    HourOfBlocks hour =
        new HourOfBlocks(ClickSide.USER, HOT_BUCKET, BUCKETS, HOUR, late, rows::add);
    for (int minute = 1; minute < 29; minute++) {
      for (ClickBlock block : cut(hot(HOUR + minute * 60_000L, 3_000))) {
        add(hour, HOUR + minute * 60_000L, block);
      }
    }
    hour.end();

    assertThat(count(rows)).isEqualTo(28 * 3_000 + 2 * 50);
    assertThat(rows).doesNotHaveDuplicates();
  }

  /** A chunk is written in pieces once it is large, and still holds each click once. */
  @Test
  void oneUserWithMostOfAnHourIsWrittenMinuteByMinute() {
    List<PartitionBatch> rows = new ArrayList<>();
    HourOfBlocks hour =
        new HourOfBlocks(ClickSide.USER, HOT_BUCKET, BUCKETS, HOUR, List.of(), rows::add);
    int most = 0;
    int taken = 0;
    for (int minute = 0; minute < 30; minute++) {
      List<IndexedClick> clicks = hot(HOUR + minute * 60_000L, 3_000);
      List<ClickBlock> blocks = cut(clicks);
      blocks.addAll(cut(clicks.subList(0, 2_000)));
      for (ClickBlock block : blocks) {
        add(hour, HOUR + minute * 60_000L, block);
      }
      taken += 3_000;
      most = Math.max(most, taken - count(rows));
    }
    assertThat(most).as("clicks held at once").isLessThan(15_000);
    hour.end();

    assertThat(count(rows)).isEqualTo(90_000);
    assertThat(rows).doesNotHaveDuplicates();
  }

  /** What cannot be believed leaves nothing of itself. */
  @Test
  void aBlockUnderAnothersNameAddsNothing() {
    List<PartitionBatch> rows = new ArrayList<>();
    HourOfBlocks hour =
        new HourOfBlocks(ClickSide.USER, HOT_BUCKET, BUCKETS, HOUR, List.of(), rows::add);
    ClickBlock one = cut(hot(HOUR, 10)).get(0);
    ClickBlock other = cut(hot(HOUR + 60_000, 20)).get(0);
    add(hour, HOUR, one);
    assertThatThrownBy(
            () -> add(hour, HOUR + 60_000, new ClickBlock(one.name(), HOUR, other.bytes())))
        .isInstanceOf(DamagedBlockException.class)
        .hasMessageContaining("name");
    hour.end();

    assertThat(count(rows)).isEqualTo(10);
  }

  private static int count(List<PartitionBatch> rows) {
    return rows.stream().mapToInt(row -> of(row.rows().get(0)).size()).sum();
  }

  private static List<IndexedClick> hot(long minute, int count) {
    List<IndexedClick> clicks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clicks.add(
          IndexedClick.byFields(
              HOT.getBytes(UTF_8),
              minute + i,
              ("ad-" + i % 60).getBytes(UTF_8),
              "203.0.113.7".getBytes(UTF_8),
              "DE".getBytes(UTF_8)));
    }
    return clicks;
  }

  /** All blocks as of one minute. */
  private static List<PartitionBatch> rewrite(List<ClickBlock> blocks) {
    List<PartitionBatch> rows = new ArrayList<>();
    HourOfBlocks hour =
        new HourOfBlocks(ClickSide.USER, BUCKET, BUCKETS, HOUR, List.of(), rows::add);
    blocks.forEach(block -> add(hour, HOUR, block));
    hour.end();
    return rows;
  }

  private static List<IndexedClick> of(StoreRow row) {
    List<IndexedClick> clicks = new ArrayList<>();
    ClickBlock.forEach(
        ((ByteString) row.values().get(row.values().size() - 2)).asReadOnlyByteBuffer(),
        ((ByteString) row.values().get(row.values().size() - 1)).asReadOnlyByteBuffer(),
        clicks::add);
    return clicks;
  }

  private static void add(HourOfBlocks hour, long minute, ClickBlock block) {
    hour.add(minute, block.name().asReadOnlyByteBuffer(), block.bytes().asReadOnlyByteBuffer());
  }

  private static List<ClickBlock> cut(List<IndexedClick> clicks) {
    return new ArrayList<>(ClickBlock.cut(clicks));
  }

  private static List<IndexedClick> made(int count) {
    Random random = new Random(5);
    List<IndexedClick> clicks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clicks.add(
          IndexedClick.byFields(
              ("user-" + random.nextInt(700)).getBytes(UTF_8),
              HOUR + i,
              ("ad-" + random.nextInt(60)).getBytes(UTF_8),
              ("203.0.113." + random.nextInt(256)).getBytes(UTF_8),
              "DE".getBytes(UTF_8)));
    }
    return clicks;
  }
}
