package org.adclicks.pipeline.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.adclicks.click.Scope;
import org.adclicks.transforms.cells.CellTotal;
import org.adclicks.transforms.cells.CellTotals;
import org.junit.jupiter.api.Test;

class RolledUpCellsTest {

  private static final long HOUR = 3_600_000;

  private final List<CellTotals> handedOver = new ArrayList<>();
  private final RolledUpCells cells = new RolledUpCells(HOUR, 3, handedOver::add);

  @Test
  void addsUpTheMinutesOfAnAdByCountry() {
    cells.add("a", Scope.narrowest("US"), 2);
    cells.add("a", Scope.narrowest("DE"), 5);
    cells.add("a", Scope.narrowest("US"), 1);
    cells.add("b", Scope.narrowest("US"), 7);
    cells.flush();
    assertThat(handedOver)
        .containsExactly(
            new CellTotals(
                HOUR,
                3,
                List.of(
                    new CellTotal("a", Scope.narrowest("DE"), 5, 5),
                    new CellTotal("a", Scope.narrowest("US"), 3, 3),
                    new CellTotal("b", Scope.narrowest("US"), 7, 7))));
  }

  @Test
  void goesOnOverBuckets() {
    cells.add("z", Scope.narrowest("US"), 1);
    cells.add("a", Scope.narrowest("US"), 2);
    cells.flush();
    assertThat(handedOver.get(0).cells())
        .containsExactly(
            new CellTotal("z", Scope.narrowest("US"), 1, 1),
            new CellTotal("a", Scope.narrowest("US"), 2, 2));
  }

  @Test
  void handsOverChunks() {
    for (int i = 0; i < 5_000; i++) {
      cells.add("ad-" + i, Scope.narrowest("US"), 1);
    }
    cells.flush();
    assertThat(handedOver).hasSizeGreaterThan(1);
    assertThat(handedOver.stream().mapToInt(totals -> totals.cells().size()).sum())
        .isEqualTo(5_000);
  }

  @Test
  void handsOverNothingForNothing() {
    cells.flush();
    assertThat(handedOver).isEmpty();
  }
}
