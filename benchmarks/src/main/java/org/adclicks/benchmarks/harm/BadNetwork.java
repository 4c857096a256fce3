package org.adclicks.benchmarks.harm;

import java.time.Duration;

/** What the {@link Relays} of a stack do for so long. */
public enum BadNetwork implements Harm {
  /** All connections end, again and again. */
  CUT {
    @Override
    void harm(Scene scene, Relays relays) {
      for (int i = 0; i < CUTS; i++) {
        relays.cut();
        scene.pass(TIME.dividedBy(CUTS));
      }
    }
  },
  /** All comes late. */
  SLOW {
    @Override
    void harm(Scene scene, Relays relays) {
      relays.set(Relay.Way.SLOW);
      scene.pass(TIME);
    }
  },
  /** Connections stay and nothing comes. */
  HALF_OPEN {
    @Override
    void harm(Scene scene, Relays relays) {
      relays.set(Relay.Way.HALF_OPEN);
      scene.pass(TIME);
    }
  };

  private static final Duration TIME = Duration.ofSeconds(60);
  private static final int CUTS = 20;

  @Override
  public void happen(Scene scene) {
    Relays relays = scene.stack().relays();
    try {
      harm(scene, relays);
    } finally {
      relays.set(Relay.Way.OPEN);
    }
  }

  abstract void harm(Scene scene, Relays relays);
}
