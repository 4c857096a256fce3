package org.adclicks.query.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.adclicks.query.service.Freshness.State;
import org.adclicks.query.store.StoreHealth.Seen;
import org.junit.jupiter.api.Test;

/** Up is not fresh. */
class FreshnessTest {

  private static final long NOW = 1_000_000;
  private static final long STANDS = Freshness.STANDS.toMillis();

  @Test
  void isFreshWhileAsOfMovesHoweverOldItIs() {
    assertThat(state(new Seen(true, 5L, NOW - STANDS))).isEqualTo(State.FRESH);
  }

  @Test
  void isStaleWhenAsOfStandsThoughTheStoreAnswers() {
    assertThat(state(new Seen(true, 5L, NOW - STANDS - 1))).isEqualTo(State.STALE);
  }

  @Test
  void isEmptyBeforeTheFirstClickHoweverLongThatTakes() {
    assertThat(state(new Seen(true, null, 1))).isEqualTo(State.EMPTY);
  }

  @Test
  void isAwayWithItsStoreWhateverWasSeenBefore() {
    assertThat(state(new Seen(false, 5L, NOW))).isEqualTo(State.STORE_AWAY);
  }

  private static State state(Seen seen) {
    return Freshness.state(seen, NOW);
  }
}
