package org.adclicks.benchmarks.harm;

import java.time.Duration;

/** A part stands still for so long (SIGSTOP) and then goes on, as if it had never been missed. */
public record Frozen(String part, Duration time) implements Harm {

  @Override
  public void happen(Scene scene) {
    try (Freeze freeze = Freeze.of(scene.stack().process(part), time)) {
      scene.say(freeze + " stands still for " + time.toSeconds() + " s");
      scene.pass(time);
    }
  }
}
