package org.adclicks.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HandWrittenTest {

  @Test
  void pairsWhatIsMeasuredBothWays() {
    assertThat(
            HandWritten.among(
                Map.of(
                    "Json.readByHand", 2.0,
                    "Json.readByLibrary", 3.0,
                    "Other.readByLibrary", 9.0,
                    "Json.identify", 1.0,
                    "Json.writeByHand", 1.0)))
        .isEqualTo(List.of(new HandWritten("Json.read", 2.0, 3.0)));
  }

  @Test
  void keepsItsPlaceByAThird() {
    assertThat(new HandWritten("part", 100, 130).keepsItsPlace()).isTrue();
    assertThat(new HandWritten("part", 100, 129).keepsItsPlace()).isFalse();
  }
}
