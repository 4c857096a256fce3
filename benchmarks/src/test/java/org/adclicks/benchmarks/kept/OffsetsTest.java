package org.adclicks.benchmarks.kept;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OffsetsTest {

  @Test
  void whatOthersLackIsMissing() {
    Offsets all = new Offsets();
    all.add(0, 0);
    all.add(0, 1);
    all.add(0, 1);
    all.add(3, 7);
    Offsets some = new Offsets();
    some.add(0, 1);
    some.add(5, 7);
    assertThat(all.count()).isEqualTo(3);
    assertThat(all.missing(some)).isEqualTo(2);
    assertThat(some.missing(all)).isEqualTo(1);
    assertThat(all.missing(all)).isZero();
  }
}
