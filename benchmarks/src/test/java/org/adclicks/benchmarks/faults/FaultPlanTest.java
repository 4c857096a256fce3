package org.adclicks.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Iterators;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

  private static final List<Fault> FAULTS = List.of(Fault.PARTITIONS, Fault.QUERY, Fault.KAFKA);

  @Test
  void eachRoundHasAllButThoseThatHappenOnce() {
    assertThat(FaultPlan.of(FAULTS, 2, Duration.ZERO, 1).rounds())
        .containsExactly(Fault.PARTITIONS, Fault.QUERY, Fault.KAFKA, Fault.QUERY, Fault.KAFKA);
  }

  @Test
  void theSameSeedIsTheSameOrder() {
    FaultPlan plan = FaultPlan.of(FAULTS, 1, Duration.ofMinutes(1), 7);
    List<Fault> drawn = first(plan);
    assertThat(drawn).contains(Fault.QUERY, Fault.KAFKA).doesNotContain(Fault.PARTITIONS);
    assertThat(first(plan)).isEqualTo(drawn);
    assertThat(first(FaultPlan.of(FAULTS, 1, Duration.ofMinutes(1), 8))).isNotEqualTo(drawn);
  }

  @Test
  void nothingIsDrawnWhereAllHappensOnce() {
    FaultPlan plan = FaultPlan.of(List.of(Fault.MOVE), 3, Duration.ofMinutes(1), 1);
    assertThat(plan.rounds()).containsExactly(Fault.MOVE);
    assertThat(plan.randomFor()).isZero();
  }

  private static List<Fault> first(FaultPlan plan) {
    return List.of(Iterators.toArray(Iterators.limit(plan.atRandom(), 40), Fault.class));
  }
}
