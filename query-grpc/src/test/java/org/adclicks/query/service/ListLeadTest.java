package org.adclicks.query.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.adclicks.query.question.MinuteInterval;
import org.junit.jupiter.api.Test;

class ListLeadTest {

  private static final long MINUTE = 60_000;

  @Test
  void beginsWithTheFiveMinutesThatAreNotFinal() {
    assertThat(ListLead.notFinal(minutes(2, 20), 13 * MINUTE)).isEqualTo(minutes(10, 20));
    assertThat(ListLead.notFinal(minutes(12, 20), 13 * MINUTE)).isEqualTo(minutes(12, 20));
  }

  /** The first minutes of a stream are CLOSED before anything is FINAL. */
  @Test
  void isAllBeforeAnythingIsFinal() {
    assertThat(ListLead.notFinal(minutes(2, 20), Long.MIN_VALUE)).isEqualTo(minutes(2, 20));
    assertThat(ListLead.notFinal(minutes(2, 20), Long.MIN_VALUE + 1)).isEqualTo(minutes(2, 20));
  }

  private static MinuteInterval minutes(long from, long to) {
    return new MinuteInterval(from * MINUTE, to * MINUTE);
  }
}
