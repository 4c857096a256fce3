package org.adclicks.pipeline.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RadixSortTest {

  private final RadixSort sort = new RadixSort();

  @ParameterizedTest
  @ValueSource(longs = {-1L, 0L, 0x3FL, 0xFF00FF00L, 0xFF00_0000_0000_00FFL})
  void sortsUnsignedAndKeepsTheOrderOfEqualKeys(long bits) {
    Random random = new Random(bits);
    long[] keys = random.longs(5_000).map(key -> key & bits).toArray();
    int[] order = RadixSort.identity(keys.length);

    sort.sort(order, order.length, keys);

    int[] expected =
        IntStream.range(0, keys.length)
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> keys[i], Long::compareUnsigned))
            .mapToInt(Integer::intValue)
            .toArray();
    assertThat(order).isEqualTo(expected);
  }

  @Test
  void sortsOnlyAsManyAsAsked() {
    long[] keys = {3, 2, 1, 0};
    int[] order = {0, 1, 2, 3};
    sort.sort(order, 3, keys);
    assertThat(order).isEqualTo(new int[] {2, 1, 0, 3});
    sort.sort(order, 0, keys);
    assertThat(Arrays.stream(order).sum()).isEqualTo(6);
  }
}
