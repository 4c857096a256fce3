package org.adclicks.transforms.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.adclicks.proto.store.ClickBlock;
import org.adclicks.proto.store.ClickBuckets;
import org.adclicks.proto.store.ClickSide;
import org.adclicks.proto.store.IndexedClick;
import org.adclicks.transforms.ClickScript;
import org.adclicks.transforms.Pipelines;
import org.adclicks.transforms.Pipelines.Collected;
import org.adclicks.transforms.dedup.DeduplicateClicks;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class IndexClicksTest {

  private static final IndexShards SHARDS = new IndexShards(new ClickBuckets(4), 2);

  @Test
  void aMinuteIsCutWhenItCloses() {
    List<MinuteBlock> blocks =
        run(
            ClickScript.at("10:00:05")
                .clicks(40, "a")
                .watermark("10:00:30")
                .clicks(40, "b")
                .again()
                .watermark("10:01:00"));

    // Every user is in one of four buckets; all have one ip.
    assertThat(blocks).hasSize(5);
    assertThat(clicks(blocks, ClickSide.USER)).hasSize(80);
    assertThat(clicks(blocks, ClickSide.IP)).hasSize(80);
    assertThat(blocks)
        .allMatch(block -> block.minuteMillis() == ClickScript.millis("10:00:00"))
        .allMatch(IndexClicksTest::isInItsBucket);
  }

  @Test
  void whatIsLateIsInBlocksOfItsOwn() {
    List<MinuteBlock> blocks =
        run(
            ClickScript.at("10:00:05")
                .clicks(10, "a")
                .watermark("10:01:00")
                .clicks(3, "late")
                .watermark("10:03:00")
                .click("later")
                .watermark("10:20:00")
                .click("too late"));

    assertThat(clicks(blocks, ClickSide.IP)).hasSize(14);
    assertThat(clicks(blocks, ClickSide.USER)).hasSize(14);
    assertThat(clicks(blocks, ClickSide.USER))
        .extracting(IndexedClick::adId)
        .doesNotContain("too late");
    // One of the minute, and of what was late one for each bundle.
    assertThat(blocks).filteredOn(block -> block.side() == ClickSide.IP).hasSizeBetween(3, 5);
    assertThat(blocks).allMatch(IndexClicksTest::isInItsBucket);
    assertThat(clicks(blocks.stream().filter(block -> block.bucket() < 0).toList(), ClickSide.USER))
        .extracting(IndexedClick::adId)
        .containsOnly("late", "later");
  }

  @Test
  void manyAreCutBeforeTheMinuteCloses() {
    List<MinuteBlock> blocks =
        run(
            ClickScript.at("10:00:05")
                .clicks(5_000, "a")
                .watermark("10:00:20")
                .clicks(100, "b")
                .watermark("10:01:00"));

    assertThat(clicks(blocks, ClickSide.IP)).hasSize(5_100).doesNotHaveDuplicates();
    assertThat(clicks(blocks, ClickSide.USER)).hasSize(5_100).doesNotHaveDuplicates();
    assertThat(blocks.stream().filter(block -> isOnlyOf("a", block)).count())
        .as("cut before the others came")
        .isGreaterThan(8);
  }

  /** Whoever waits behind for the watermark must not be told before the blocks are there. */
  @Test
  void blocksOfAMinuteLeaveBeforeItsEndIsPassed() {
    TestPipeline pipeline = Pipelines.create();
    Collected<Long> stamps =
        Pipelines.collect(
            pipeline
                .apply(
                    ClickScript.at("10:00:05")
                        .clicks(40, "a")
                        .watermark("10:00:30")
                        .clicks(3, "b")
                        .watermark("10:01:00")
                        .end())
                .apply(DeduplicateClicks.create().withShards(3))
                .clicks()
                .apply(IndexClicks.over(SHARDS))
                .apply(ParDo.of(new StampFn())));
    pipeline.run().waitUntilFinish();
    assertThat(stamps.elements())
        .isNotEmpty()
        .allMatch(stamp -> stamp < ClickScript.millis("10:01:00"));
  }

  private static final class StampFn extends DoFn<MinuteBlock, Long> {

    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void stamp(@Timestamp Instant timestamp, OutputReceiver<Long> out) {
      out.output(timestamp.getMillis());
    }
  }

  @Test
  void everyBucketIsOfOneShard() {
    for (int perSide : new int[] {1, 3, 16, 64}) {
      IndexShards shards = new IndexShards(new ClickBuckets(32), perSide);
      Map<Integer, Integer> seen = new HashMap<>();
      for (int shard = 0; shard < shards.count(); shard++) {
        ClickSide side = shards.sideOf(shard);
        for (int bucket : shards.bucketsOf(shard).toArray()) {
          assertThat(shards.shardOf(side, bucket)).isEqualTo(shard);
          seen.merge(bucket, 1, Integer::sum);
        }
      }
      assertThat(seen.keySet()).containsExactlyInAnyOrderElementsOf(range(32));
      assertThat(seen.values()).allMatch(times -> times == ClickSide.values().length);
    }
  }

  /** Of minutes of one hour, of users of several buckets: one block. */
  @Test
  void lateClicksOfOneHourAreCutTogether() {
    List<MinuteBlock> late =
        run(
                ClickScript.at("10:00:05")
                    .click("a")
                    .watermark("10:03:00")
                    .clicks(8, "one")
                    .again()
                    .watermark("10:03:20"))
            .stream()
            .filter(block -> block.bucket() < 0)
            .toList();

    assertThat(late).extracting(MinuteBlock::bucket).containsOnly(-1);
    assertThat(clicks(late, ClickSide.USER)).hasSize(8);
  }

  @Test
  void everyShardWithClicksOfALateBlockIsNamed() {
    for (int perSide : new int[] {1, 3, 16, 64}) {
      IndexShards shards = new IndexShards(new ClickBuckets(256), perSide);
      for (int hash = 0; hash < 100_000; hash += 97) {
        int bucket = shards.buckets().bucketOf(hash);
        int late = shards.buckets().lateBucketOf(hash);
        assertThat(late).isBetween(-16, -1).isEqualTo(shards.buckets().lateBucketOfBucket(bucket));
        assertThat(shards.shardsOf(ClickSide.IP, late))
            .contains(shards.shardOf(ClickSide.IP, bucket))
            .doesNotHaveDuplicates();
        assertThat(shards.shardsOf(ClickSide.IP, bucket))
            .containsExactly(shards.shardOf(ClickSide.IP, bucket));
      }
    }
  }

  @Test
  void blocksTravelAsTheyAre() throws Exception {
    for (MinuteBlock block : run(ClickScript.at("10:00:05").click("a").clickWithId("x", "b"))) {
      CoderProperties.coderDecodeEncodeEqual(MinuteBlockCoder.of(), block);
      CoderProperties.coderDeterministic(MinuteBlockCoder.of(), block, block);
    }
  }

  private static List<Integer> range(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static boolean isOnlyOf(String ad, MinuteBlock block) {
    return clicks(List.of(block), block.side()).stream().allMatch(c -> c.adId().equals(ad));
  }

  private static boolean isInItsBucket(MinuteBlock block) {
    return clicks(List.of(block), block.side()).stream()
        .allMatch(click -> bucketOf(click.keyHash(), block.bucket() < 0) == block.bucket());
  }

  private static int bucketOf(int hash, boolean late) {
    return late ? SHARDS.buckets().lateBucketOf(hash) : SHARDS.buckets().bucketOf(hash);
  }

  private static List<IndexedClick> clicks(List<MinuteBlock> blocks, ClickSide side) {
    List<IndexedClick> clicks = new ArrayList<>();
    for (MinuteBlock block : blocks) {
      if (block.side() == side) {
        ClickBlock.forEach(
            block.block().name().asReadOnlyByteBuffer(),
            block.block().bytes().asReadOnlyByteBuffer(),
            clicks::add);
      }
    }
    return clicks;
  }

  private static List<MinuteBlock> run(ClickScript script) {
    TestPipeline pipeline = Pipelines.create();
    Collected<MinuteBlock> blocks =
        Pipelines.collect(
            pipeline
                .apply(script.end())
                .apply(DeduplicateClicks.create().withShards(3))
                .clicks()
                .apply(IndexClicks.over(SHARDS)));
    pipeline.run().waitUntilFinish();
    return blocks.elements();
  }
}
