package org.adclicks.benchmarks.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MovedClicksTest {

  private static final int BETWEEN = 300;

  @Test
  void someClicksOfSomeUsersComeAgainFromElsewhere() {
    MovedClicks moved = new MovedClicks(new Random(1), BETWEEN);
    List<String> lines = new ArrayList<>();
    List<String> copies = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      String line =
          "{\"ad_id\":\"ad-1\",\"click_timestamp\":%d,\"user_id\":\"user-%d\",\"ip\":\"1.2.3.4\",\"country\":\"DE\"}"
              .formatted(i, i % 100);
      lines.add(line);
      for (String copy : moved.behind(line)) {
        assertThat(copy).contains("\"NZ\"");
        assertThat(lines.indexOf(copy.replace("NZ", "DE"))).isEqualTo(i - BETWEEN);
        copies.add(copy);
      }
    }
    copies.addAll(moved.rest());

    // A tenth of the clicks of a tenth of the users.
    assertThat(copies).hasSizeBetween(150, 250);
    assertThat(moved.moved()).isEqualTo(copies.size());
    assertThat(copies)
        .allMatch(copy -> MovedClicks.isOf(copy.replaceFirst(".*(user-[0-9]+).*", "$1")));
  }
}
