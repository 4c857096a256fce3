package org.adclicks.benchmarks.corrections;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PlaceTest {

  @Test
  void isReadFromALineAboutARow() {
    assertThat(Place.named("2026-11-27T15:01:00Z minutes: 3 is 1 clicks of 1 ads, CLOSED"))
        .contains(new Place("minutes", Instant.parse("2026-11-27T15:01:00Z")));
    assertThat(Place.named("2026-11-27T15:00:00Z cells_by_hour: a: b is missing, should be 2"))
        .contains(new Place("cells_by_hour", Instant.parse("2026-11-27T15:00:00Z")));
  }

  @Test
  void noOtherLineNamesOne() {
    assertThat(Place.named("2026-11-27T15:00:00Z..2026-11-27T17:00:00Z is compared")).isEmpty();
    assertThat(Place.named("not compared: 2026-11-27T15:00:00Z: the archive lacks 3")).isEmpty();
    assertThat(Place.named("drift: 12 rows of 3 minutes")).isEmpty();
    assertThat(Place.named("no drift")).isEmpty();
  }
}
