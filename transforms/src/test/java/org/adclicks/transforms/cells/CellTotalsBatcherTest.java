package org.adclicks.transforms.cells;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.adclicks.click.Scope;
import org.adclicks.proto.store.Buckets;
import org.adclicks.transforms.pack.MinuteShard;
import org.junit.jupiter.api.Test;

class CellTotalsBatcherTest {

  private static final int CELLS = 100_000;

  @Test
  void eachChunkIsOfOneBucketAndAllButTheLastOfABucketAreFull() {
    List<CellTotals> chunks = new ArrayList<>();
    CellTotalsBatcher batcher = new CellTotalsBatcher(new MinuteShard(60_000, 3), chunks::add);
    Set<CellTotal> given = new HashSet<>();
    for (int i = 0; i < CELLS; i++) {
      CellTotal cell = new CellTotal("ad-" + i, Scope.narrowest("DE"), i + 1, 1);
      given.add(cell);
      batcher.add(cell);
    }
    batcher.flush();

    Set<CellTotal> handed = new HashSet<>();
    Set<Integer> notFull = new HashSet<>();
    for (CellTotals chunk : chunks) {
      assertThat(chunk.startMillis()).isEqualTo(60_000);
      assertThat(chunk.shard()).isEqualTo(3);
      assertThat(chunk.cells()).isNotEmpty().hasSizeLessThanOrEqualTo(CellTotals.MOST_CELLS);
      int bucket = Buckets.of(chunk.cells().get(0).adId());
      assertThat(chunk.cells()).allMatch(cell -> Buckets.of(cell.adId()) == bucket);
      chunk.cells().forEach(cell -> assertThat(handed.add(cell)).isTrue());
      if (chunk.cells().size() < CellTotals.MOST_CELLS) {
        assertThat(notFull.add(bucket)).isTrue();
      }
    }
    assertThat(handed).isEqualTo(given);

    int before = chunks.size();
    batcher.flush();
    assertThat(chunks).hasSize(before);
  }
}
