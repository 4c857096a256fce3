package org.adclicks.query.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.adclicks.proto.store.ClickBlock;
import org.adclicks.proto.store.IndexedClick;
import org.junit.jupiter.api.Test;

class ClickSweepTest {

  private static final byte[] KEY = "hot".getBytes(UTF_8);

  @Test
  void handsOverEachClickOnceHoweverBlocksOverlap() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      List<IndexedClick> clicks = made(random, 1 + random.nextInt(20_000));
      List<ClickBlock> blocks = new ArrayList<>();
      for (int attempt = 0; attempt < 1 + random.nextInt(3); attempt++) {
        List<IndexedClick> some = new ArrayList<>(clicks);
        Collections.shuffle(some, random);
        int middle = random.nextInt(some.size());
        blocks.addAll(ClickBlock.cut(some.subList(0, middle)));
        blocks.addAll(ClickBlock.cut(some.subList(middle, some.size())));
      }
      List<IndexedClick> found = sweep(blocks);

      assertThat(found).hasSize(IndexedClick.inOrderOnce(found).size());
      assertThat(IndexedClick.inOrderOnce(found)).isEqualTo(IndexedClick.inOrderOnce(clicks));
    }
  }

  @Test
  void keepsOnlyWhatALaterBlockMayHave() {
    List<IndexedClick> clicks = made(new Random(1), 100_000);
    int[] held = {0, 0};
    ClickSweep sweep = new ClickSweep(click -> held[0]--);
    for (ClickBlock block : inOrder(ClickBlock.cut(clicks))) {
      sweep.passTo(block.earliestMillis());
      held[1] = Math.max(held[1], held[0]);
      ClickBlock.forEachOf(
          block.name().asReadOnlyByteBuffer(),
          block.bytes().asReadOnlyByteBuffer(),
          KEY,
          click -> {
            held[0]++;
            sweep.add(click);
          });
    }
    assertThat(held[1]).isPositive().isLessThan(10_000);
  }

  private static List<IndexedClick> sweep(List<ClickBlock> blocks) {
    List<IndexedClick> found = new ArrayList<>();
    ClickSweep sweep = new ClickSweep(found::add);
    for (ClickBlock block : inOrder(blocks)) {
      sweep.passTo(block.earliestMillis());
      ClickBlock.forEachOf(
          block.name().asReadOnlyByteBuffer(),
          block.bytes().asReadOnlyByteBuffer(),
          KEY,
          sweep::add);
    }
    sweep.end();
    return found;
  }

  /** As the store has them. */
  private static List<ClickBlock> inOrder(List<ClickBlock> blocks) {
    return blocks.stream().sorted(Comparator.comparingLong(ClickBlock::earliestMillis)).toList();
  }

  private static List<IndexedClick> made(Random random, int count) {
    List<IndexedClick> clicks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clicks.add(
          IndexedClick.byClickId(
              KEY,
              1_700_000_000_000L + random.nextInt(3_600_000),
              random.nextInt(1_000_000_000),
              ("ad-" + i % 9).getBytes(UTF_8),
              ("203.0.113." + i % 200).getBytes(UTF_8),
              "DE".getBytes(UTF_8)));
    }
    return clicks;
  }
}
