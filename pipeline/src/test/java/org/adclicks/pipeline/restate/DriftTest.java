package org.adclicks.pipeline.restate;

import static org.assertj.core.api.Assertions.assertThat;

import org.adclicks.pipeline.sink.StoreTable;
import org.junit.jupiter.api.Test;

class DriftTest {

  @Test
  void whatTheArchiveLacksIsKnownAgain() {
    Drift lacking = Drift.lacking(60_000, 3);

    assertThat(Drift.parse(lacking.toLine())).isEqualTo(lacking);
    assertThat(lacking.isLacking()).isTrue();
  }

  /** Or whoever can send clicks of such an ad keeps an hour from being compared. */
  @Test
  void anAdMayBeCalledSo() {
    Drift cell = new Drift(60_000, StoreTable.CELLS, "the archive lacks x, US is 1, should be 2");

    assertThat(Drift.parse(cell.toLine()).isLacking()).isFalse();
  }
}
